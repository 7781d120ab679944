"""What a file is, by its content; the name decides only what its own bytes leave open."""

import io
import struct
import zipfile
import zlib

from confine import Refused

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOK_ENDINGS = ("xlsx", "xlsm", "xlsb", "xls", "et", "ods")
SHEET_ENDINGS = WORKBOOK_ENDINGS + ("csv", "tsv", "txt")
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_ENTRIES = 20_000
FILEPASS = 0x002F


def recognise(content, name, largest_unpacked):
    """`xlsx`, `xlsb`, `xls`, `ods` or `csv`; refuses everything else."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if not content.strip(b" \t\r\n\x00"):
        raise Refused("empty")
    if content.startswith(OLE_MAGIC):
        return recognise_ole(content)
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return recognise_zip(content, largest_unpacked)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "csv"
    if b"\x00" in content[:65536]:
        raise Refused("unreadable" if ending in SHEET_ENDINGS else "unsupportedType", detail="binary")
    if content[:5] == b"%PDF-" or content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused("unsupportedType", detail="pdf or markup")
    # A tab-separated export named .xls is common; text named .xlsx is a damaged file.
    if ending in WORKBOOK_ENDINGS and ending != "xls":
        raise Refused("unreadable", detail="text in a workbook's name")
    if ending and ending not in SHEET_ENDINGS:
        raise Refused("unsupportedType", detail="text of another kind")
    return "csv"


def recognise_ole(content):
    """[MS-CFB] container: a workbook of Excel 97–2003, or an encrypted newer one."""

    def has(entry):
        return entry.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise Refused("passwordProtected")
    if not (has("Workbook") or has("Book")):
        raise Refused("unsupportedType", detail="OLE without a workbook")
    if has_file_password(content):
        raise Refused("passwordProtected")
    return "xls"


def has_file_password(content):
    """Whether the record FILEPASS stands near the start of the globals ([MS-XLS] 2.1.7.20.3)."""
    for start in range(512, len(content) - 24, 512):
        if content[start : start + 2] != b"\x09\x08" or content[start + 4 : start + 6] != b"\x00\x06":
            continue
        position = start
        for _ in range(12):
            if position + 4 > len(content):
                break
            record, length = struct.unpack_from("<HH", content, position)
            if record == FILEPASS:
                return True
            position += 4 + length
        return False
    return False


def recognise_zip(content, largest_unpacked):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            check_sizes(entries, largest_unpacked)
            names = {entry.filename for entry in entries}
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused("passwordProtected")
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xlsb"
            if "mimetype" in names and start_of(archive, "mimetype", 128).startswith(ODS_TYPE):
                manifest = "META-INF/manifest.xml"
                if manifest in names and b"encryption-data" in start_of(archive, manifest, 1 << 20):
                    raise Refused("passwordProtected")
                return "ods"
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, OSError) as error:
        raise Refused("unreadable", detail=type(error).__name__) from None
    if "[Content_Types].xml" in names and not any(
        name.startswith(("word/", "ppt/", "visio/")) for name in names
    ):
        raise Refused("unreadable", detail="workbook without its main part")
    raise Refused("unsupportedType", detail="zip without a workbook")


def check_sizes(entries, largest_unpacked):
    """Refuses by the sizes the archive states; one that lies meets the memory and time limits."""
    if len(entries) > MOST_ENTRIES:
        raise Refused("tooLarge", "unpackedSize", largest_unpacked)
    if sum(entry.file_size for entry in entries) > largest_unpacked:
        raise Refused("tooLarge", "unpackedSize", largest_unpacked)


def start_of(archive, name, count):
    with archive.open(name) as file:
        return file.read(count)
