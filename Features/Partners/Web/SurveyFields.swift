import Localization
import Records
import Values

/// The fields of a survey that stand alone; majors, department and questions have forms of their own.
enum SurveyFields {
  static let description = RecordDescription<Survey>([
    Field(
      "title", \.title.chinese, .line(max: Survey.longestTitle), label: "partners.survey.field.title", isRequired: true),
    Field(
      "englishTitle", \.title.english, .line(max: Survey.longestTitle), label: "partners.survey.field.englishTitle"),
    Field(
      "introduction", \.introduction.chinese, .text(max: Survey.longestIntroduction),
      label: "partners.survey.field.introduction"),
    Field(
      "englishIntroduction", \.introduction.english, .text(max: Survey.longestIntroduction),
      label: "partners.survey.field.englishIntroduction"),
    Field("closesOn", \.closesOn, .date, label: "partners.survey.field.closesOn"),
  ])

  static var labels: [String: String] {
    var labels = description.labels
    labels["majors"] = "partners.survey.field.majors"
    labels["department"] = "partners.field.department"
    return labels
  }
}
