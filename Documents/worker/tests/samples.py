"""Sample files for the tests of the worker, honest and hostile: `python samples.py FOLDER`."""

import io
import pathlib
import shutil
import struct
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>
<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def zipped(parts, stored=()):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, text, compress_type=kind)
    return buffer.getvalue()


def xlsx(*sheets, strings=None):
    """A workbook of (name, rows of XML, XML after the rows, attributes of the sheet)."""
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    listed, related = "", ""
    for number, (name, rows, rest, attributes) in enumerate(sheets, 1):
        listed += f'<sheet name="{name}" sheetId="{number}" {attributes} r:id="rId{number}"/>'
        related += f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{rest}</worksheet>'
        )
    related += f'<Relationship Id="rId90" Type="{OFFICE}/styles" Target="styles.xml"/>'
    if strings is not None:
        related += f'<Relationship Id="rId91" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = strings
    parts["xl/workbook.xml"] = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{RELATIONS}">{related}</Relationships>'
    return zipped(parts)


def text(place, value):
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def everyday():
    """Merged header, blank row, every kind of cell, a hidden sheet before the visible one."""
    rows = (
        f'<row r="1">{text("A1", "企业信息表")}</row>'
        f'<row r="2">{text("A2", "企业")}{text("C2", "联系")}</row>'
        f'<row r="3">{text("A3", "名称")}{text("B3", "成立日期")}{text("C3", "电话")}{text("D3", "金额")}'
        f'{text("E3", "有效")}{text("F3", "公式")}{text("G3", "错误")}{text("H3", "会议")}</row>'
        f'<row r="5">{text("A5", " 桥梁科技有限公司 ")}<c r="B5" s="1"><v>46082</v></c><c r="C5"><v>13812345678</v></c>'
        '<c r="D5"><v>1234.5600000000001</v></c><c r="E5" t="b"><v>1</v></c><c r="F5"><f>1+1</f><v>2</v></c>'
        '<c r="G5" t="e"><v>#N/A</v></c><c r="H5" s="2"><v>46082.354166666664</v></c></row>'
        f'<row r="6">{text("A6", "乙&amp;丙_x000D_&#10;公司")}{text("B6", "2026/3/1")}{text("C6", "０１３８１２３４５６７８")}'
        '<c r="D6"><v>110101199003078000</v></c><c r="E6" t="b"><v>0</v></c><c r="F6" t="str"><f>A1</f><v>=1+1</v></c>'
        f'<c r="G6" t="e"><f>1/0</f><v>#DIV/0!</v></c>{text("H6", "   ")}</row>'
        f'<row r="8">{text("A8", "三部")}{text("B8", "甲")}</row><row r="9">{text("B9", "乙")}</row>'
    )
    merges = (
        '<mergeCells count="4"><mergeCell ref="A1:H1"/><mergeCell ref="A2:B2"/>'
        '<mergeCell ref="C2:H2"/><mergeCell ref="A8:A9"/></mergeCells>'
    )
    return xlsx(("参数", f'<row r="1">{text("A1", "秘密")}</row>', "", 'state="hidden"'), ("企业", rows, merges, ""))


def ods():
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )

    def cell(value, more=""):
        return f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'

    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        '<office:spreadsheet><table:table table:name="企业"><table:table-row>'
        + cell("联系信息", 'table:number-columns-spanned="3" table:number-rows-spanned="1"')
        + '<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
        + f"<table:table-row>{cell('名称')}{cell('日期')}{cell('电话')}</table:table-row>"
        + f"<table:table-row>{cell('甲公司')}"
        + '<table:table-cell office:value-type="date" office:date-value="2026-03-01"><text:p>x</text:p></table:table-cell>'
        + '<table:table-cell office:value-type="float" office:value="13812345678"><text:p>x</text:p></table:table-cell>'
        + "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(parts, stored=("mimetype",))


def zip_bomb():
    """A few megabytes that state, truly, 600 MB."""
    return xlsx(("S", " " * 600_000_000, "", ""))


def lying_bomb():
    """Shared strings of 300 MB behind a directory that states 10 bytes."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 300_000_000}</t></si></sst>'
    data = bytearray(xlsx(("S", '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "", ""), strings=strings))
    entry = data.rfind(b"xl/sharedStrings.xml") - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, entry + 24, 10)
    return bytes(data)


def far_corner():
    """Two cells whose rectangle is the largest a sheet can have."""
    return xlsx(
        ("S", '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "", "")
    )


def encrypted_xlsx():
    """The container of an encrypted workbook ([MS-OFFCRYPTO] 2.3.4): its directory names the stream."""
    name = "EncryptedPackage".encode("utf-16-le")
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + name.ljust(512, b"\0") + bytes(1024)


def protected_xls(plain):
    """The record INTERFACEHDR of a workbook turned into FILEPASS."""
    return plain.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


CSV = '名称,电话,备注\r\n"甲,公司",13812345678,"两\r\n行"\r\n\r\n乙公司,="0012",\'=1+1\r\n'


def make(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    here = pathlib.Path(__file__).parent / "samples"
    old = (here / "old.xls").read_bytes()
    good = everyday()
    files = {
        "everyday.xlsx": good,
        "old.xls": old,
        "sheet.ods": ods(),
        "truncated.xlsx": good[: len(good) // 2],
        "random.xlsx": bytes((i * 7919 + i // 3) % 256 for i in range(4000)),
        "broken-inside.xlsx": xlsx(("S", '<row r="1"><c r="A1"><v>1</v>', "", "")),
        "empty.xlsx": xlsx(("S", "", "", "")),
        "nothing.csv": b"",
        "far.xlsx": far_corner(),
        "bomb.xlsx": zip_bomb(),
        "lying.xlsx": lying_bomb(),
        "encrypted.xlsx": encrypted_xlsx(),
        "protected.xls": protected_xls(old),
        "letter.docx": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        "page.pdf": b"%PDF-1.7\n",
        "page.xls": b"<html><table></table></html>",
        "gb18030.csv": CSV.encode("gb18030"),
        "bom.csv": b"\xef\xbb\xbf" + CSV.encode(),
        "utf16.csv": CSV.replace(",", "\t").replace("甲\t", "甲,").encode("utf-16"),
        "semicolon.csv": "标题\na;b;c\n1,5;2;3\n2,5;3;4\n".encode(),
        "sep.csv": "sep=|\na|b,c\n".encode(),
        "tabs.xls": "名称\t电话\n甲\t1\n".encode("gb18030"),
        "latin.csv": "caf\xe9,na\xefve\n".encode("latin-1"),
        "long-cell.csv": ("a,b\n" + "x" * 40_000 + ",1\n").encode(),
        "wide.csv": (",".join(["a"] * 501) + "\n").encode(),
        "many.csv": ("a,b\n" * 200_001).encode(),
        "big.csv": "".join(f"企业{i},{i},备注{i}\n" for i in range(100_000)).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    shutil.copy(folder / "everyday.xlsx", folder / "misnamed.csv")


if __name__ == "__main__":
    make(sys.argv[1])
