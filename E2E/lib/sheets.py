"""Spreadsheets as offices send them."""

import pathlib

# GB 32100: what each of the 17 characters before the check digit weighs.
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def credit_code(number: int) -> str:
    """A unified social credit code that no demo has."""
    body = f"91440300MB{number:07d}"
    total = sum(_LETTERS.index(letter) * weight for letter, weight in zip(body, _WEIGHTS))
    return body + _LETTERS[(31 - total % 31) % 31]


def partners(path: pathlib.Path, *rows: list[str]) -> pathlib.Path:
    """A sheet of partners in the encoding that a Chinese office program saves, with a title above its header."""
    lines = [["某学院合作企业登记表"], ["企业名称", "统一社会信用代码", "所属行业", "所在地区", "联系人", "手机号"], *rows]
    path.write_text("\r\n".join(",".join(line) for line in lines), encoding="gb18030")
    return path
