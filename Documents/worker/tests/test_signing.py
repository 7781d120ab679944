"""Tests of signatures, checked by programs that had no part in making them: poppler's pdfsig and openssl."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from test_typesetting import LIMITS, Press, WORKER

DAY = 86_400


class Signing:
    """A process that signs."""

    def __init__(self, *requests):
        command = [sys.executable, "-I", "-B", str(WORKER / "worker.py"), "sign"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.hello = self.frame()["hello"]

    send, frame, close = Press.send, Press.frame, Press.close

    def ask(self, request):
        self.send(request)
        return self.frame()

    def sign(self, pdf, reason="归档", place="广州"):
        """(head or error, PDF)"""
        self.send({"op": "sign", "reason": reason, "place": place, "limits": LIMITS})
        self.send(pdf)
        head, signed = self.frame(), b""
        while "document" in head:
            frame = self.frame()
            if not isinstance(frame, bytes):
                break
            signed += frame
        return head, signed


def identity(name="qiao.example.edu.cn", at=None):
    signing = Signing()
    pem = signing.ask({"op": "create", "name": name, "timestamp": int(at or time.time())})["identity"]
    signing.close()
    return pem


class SigningTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for program in ("pdfsig", "openssl"):
            if not shutil.which(program):
                raise AssertionError(f"{program} is needed (poppler-utils, openssl)")
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        cls.pem = cls.path / "qiao-signing.pem"
        cls.pem.write_text(identity())
        press = Press(WORKER.parent / "templates")
        frame = {"language": "zh-CN", "school": "岭南职业技术学院", "title": "协议", "subtitle": "", "number": "",
                 "pages": "{page}/{pages}", "footer": ""}
        cls.pdf = press.make("document", {
            "frame": frame, "isFlat": False, "isTitled": True, "isIndented": False,
            "blocks": [{"kind": "paragraph", "text": "甲乙双方"}]})[1]
        press.close()
        cls.signing = Signing()
        cls.ready = cls.signing.ask({"op": "open", "path": str(cls.pem)})["ready"]
        cls.head, cls.signed = cls.signing.sign(cls.pdf)

    @classmethod
    def tearDownClass(cls):
        cls.signing.close()
        cls.folder.cleanup()

    def pdfsig(self, pdf):
        path = self.path / "looked-at.pdf"
        path.write_bytes(pdf)
        return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout

    def openssl(self, pdf):
        """Checks the signature over the bytes that /ByteRange names, with the certificate as the only trust."""
        ranges = [int(each) for each in re.search(rb"/ByteRange\s*\[([\d\s]+)\]", pdf)[1].split()]
        first, second = slice(ranges[0], ranges[0] + ranges[1]), slice(ranges[2], ranges[2] + ranges[3])
        self.assertEqual(ranges[2] + ranges[3], len(pdf), "the signature covers the whole file")
        # Padded with zeros behind the structure, whose length DER tells.
        padded = bytes.fromhex(pdf[ranges[1] + 1 : ranges[2] - 1].decode())
        count = padded[1] & 0x7F
        contents = padded[: 2 + count + int.from_bytes(padded[2 : 2 + count], "big")]
        (self.path / "signature.der").write_bytes(contents)
        (self.path / "content").write_bytes(pdf[first] + pdf[second])
        return subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(self.path / "signature.der"),
             "-content", str(self.path / "content"), "-CAfile", str(self.pem), "-purpose", "any", "-out", os.devnull],
            capture_output=True, text=True)

    def test_others_find_the_signature_valid(self):
        told = self.pdfsig(self.signed)
        self.assertIn("Signature is Valid", told)
        self.assertIn("Total document signed", told)
        self.assertIn("ETSI.CAdES.detached", told)
        self.assertIn("CN=qiao.example.edu.cn", told)
        checked = self.openssl(self.signed)
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_the_digest_is_that_of_the_signed_file(self):
        document = self.head["document"]
        self.assertEqual(document["sha256"], hashlib.sha256(self.signed).hexdigest())
        self.assertEqual(document["bytes"], len(self.signed))
        self.assertTrue(self.signed.startswith(self.pdf))

    def test_a_changed_byte_is_found(self):
        # One inside the text of the page, one in the reason that the signature itself tells.
        for place in (self.signed.index(b"stream") + 40, self.signed.index(b"/Location") + 12):
            changed = bytearray(self.signed)
            changed[place] ^= 1
            self.assertNotIn("Signature is Valid", self.pdfsig(bytes(changed)))
            self.assertNotEqual(self.openssl(bytes(changed)).returncode, 0)

    def test_what_is_added_afterwards_is_not_covered(self):
        told = self.pdfsig(self.signed + b"\n% added\n")
        self.assertNotIn("Total document signed", told)

    def test_another_certificate_does_not_verify_it(self):
        own, self.pem = self.pem, self.path / "other.pem"
        try:
            self.pem.write_text(identity())
            self.assertNotEqual(self.openssl(self.signed).returncode, 0)
        finally:
            self.pem = own

    def test_a_file_is_signed_once_and_must_be_a_pdf(self):
        self.assertEqual(self.signing.sign(self.signed)[0]["error"]["code"], "signedAlready")
        for content in (b"", b"no PDF", self.pdf[: len(self.pdf) // 2], b"%PDF-1.7\n"):
            self.assertEqual(self.signing.sign(content)[0]["error"]["code"], "unreadable", content[:20])
        self.assertIn("document", self.signing.sign(self.pdf, reason="", place="")[0])

    def test_reason_and_place_are_told(self):
        signed = self.signing.sign(self.pdf, reason="(归档) \\ )", place="广州 <x>")[1]
        self.assertIn("Signature is Valid", self.pdfsig(signed))
        # 归档 and 广州 in UTF-16 with octal escapes.
        self.assertIn(rb"\137Rhc", signed)
        self.assertIn(rb"\136\177\135\336", signed)

    def test_the_certificate_says_who_and_until_when(self):
        self.assertEqual(self.ready["subject"], "CN=qiao.example.edu.cn")
        self.assertAlmostEqual(self.ready["validUntil"], time.time() + 3649 * DAY, delta=DAY)
        self.assertNotIn("PRIVATE", self.ready["certificate"])
        told = subprocess.run(
            ["openssl", "x509", "-in", str(self.pem), "-noout", "-fingerprint", "-sha256"],
            capture_output=True, text=True).stdout
        self.assertEqual(told.split("=")[1].strip().replace(":", "").lower(), self.ready["fingerprint"])

    def opened(self, text):
        path = self.path / "another.pem"
        path.write_text(text)
        signing = Signing()
        self.addCleanup(signing.close)
        return signing, signing.ask({"op": "open", "path": str(path)})

    def test_an_expired_certificate_signs_nothing(self):
        signing, answer = self.opened(identity(at=time.time() - 4000 * DAY))
        self.assertIn("ready", answer)
        self.assertEqual(signing.sign(self.pdf)[0]["error"]["code"], "expired")

    def test_files_that_are_no_identity(self):
        private = self.pem.read_text().split("-----BEGIN CERTIFICATE")[0]
        certificate = "-----BEGIN CERTIFICATE" + identity().split("-----BEGIN CERTIFICATE")[1]
        for text in ("", "no key", private, certificate, private + certificate):
            self.assertEqual(self.opened(text)[1]["error"]["code"], "identity", text[:40])
        signing = Signing()
        self.addCleanup(signing.close)
        self.assertEqual(signing.ask({"op": "open", "path": "/nonexistent"})["error"]["code"], "unreadable")

    def test_a_certificate_of_an_authority_with_another_kind_of_key(self):
        """A school may put in what a certification authority gave it: elliptic curve, with the chain."""

        def run(*words):
            subprocess.run(["openssl", *words], cwd=self.path, check=True, capture_output=True)

        run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ca.key")
        run("req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=Test authority", "-days", "30", "-out", "ca.crt")
        run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "own.key")
        run("req", "-new", "-key", "own.key", "-subj", "/CN=Some school", "-out", "own.csr")
        run("x509", "-req", "-in", "own.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-days", "30", "-out", "own.crt")
        parts = [(self.path / name).read_text() for name in ("own.key", "own.crt", "ca.crt")]
        signing, answer = self.opened("".join(parts))
        self.assertEqual(answer["ready"]["subject"], "CN=Some school")
        signed = signing.sign(self.pdf)[1]
        self.assertIn("Signature is Valid", self.pdfsig(signed))
        own, self.pem = self.pem, self.path / "ca.crt"
        try:
            checked = self.openssl(signed)
            self.assertEqual(checked.returncode, 0, checked.stderr)
        finally:
            self.pem = own


if __name__ == "__main__":
    unittest.main()
