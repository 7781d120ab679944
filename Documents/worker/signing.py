"""Signs PDFs with the installation's own certificate (PAdES B-B, ETSI EN 319 142-1).

    → {"op": "create", "name": common name, "timestamp": seconds, or none for now}
    ← {"identity": private key and certificate as PEM}, and the process ends
    → {"op": "open", "path": file with private key and certificates as PEM}
    ← {"ready": {"subject", "fingerprint", "validUntil": seconds, "certificate": PEM}}      or {"error": …}
    → {"op": "sign", "reason", "place", "limits": {"memory", "seconds", "output"}}
    → data: the PDF
    ← {"document": {"pages": 0, "bytes", "sha256"}}, pieces of the PDF, {"end": {}}      or {"error": …}

After `open` the process can open nothing any more (confine.py); the key is
read once and never sent.
"""

import asyncio
import datetime
import hashlib
import io
import os
import time
import zlib

import frames
from confine import Refused, allow_once_more, limit_memory_and_time, shut_in, take_file
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

VALID_DAYS = 3650
KEY_BITS = 3072
MEMORY = 1 << 30
FIELD = "Qiao"


def instant(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def identity(name, seconds):
    """A new key with a certificate that it has signed itself, as PEM."""
    key = rsa.generate_private_key(65537, KEY_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    # A clock that is a little behind must not find the first signature too early.
    begin = instant(seconds) - datetime.timedelta(days=1)
    usage = {
        "digital_signature": True, "content_commitment": True, "key_encipherment": False, "data_encipherment": False,
        "key_agreement": False, "key_cert_sign": False, "crl_sign": False, "encipher_only": False,
        "decipher_only": False}
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode()


class Seal:
    """The key and certificate of an installation, and pyHanko's signer with them."""

    def __init__(self, path):
        from asn1crypto import keys
        from asn1crypto import x509 as asn1
        from pyhanko.sign import signers
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        content = take_file(path, 1 << 18)
        try:
            key = serialization.load_pem_private_key(content, password=None)
            certificates = x509.load_pem_x509_certificates(content)
        except (ValueError, TypeError) as error:
            raise Refused("identity", detail=f"{error}"[:300]) from None
        own = [each for each in certificates if each.public_key() == key.public_key()]
        if not own or not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
            raise Refused("identity", detail="no certificate for the private key")
        self.certificate = own[0]
        encoded = [asn1.Certificate.load(each.public_bytes(serialization.Encoding.DER)) for each in own + certificates]
        store = SimpleCertificateStore()
        store.register_multiple(encoded[1:])
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

        class Signer(signers.SimpleSigner):
            """Signs with the key as it was loaded: loading it checks its primes, which takes longer than all else."""

            async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
                if isinstance(key, rsa.RSAPrivateKey):
                    if dry_run:
                        return bytes(key.key_size // 8)
                    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
                return key.sign(data, ec.ECDSA(hashes.SHA256()))

        self.signer = Signer(
            signing_cert=encoded[0], signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store)
        # Made now: a loop needs descriptors of its own.
        self.loop = asyncio.new_event_loop()

    def description(self):
        return {
            "subject": self.certificate.subject.rfc4514_string(),
            "fingerprint": self.certificate.fingerprint(hashes.SHA256()).hex(),
            "validUntil": int(self.certificate.not_valid_after_utc.timestamp()),
            "certificate": self.certificate.public_bytes(serialization.Encoding.PEM).decode(),
        }

    def sign(self, pdf, reason, place):
        now = datetime.datetime.now(datetime.timezone.utc)
        if not self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc:
            raise Refused("expired", detail=self.certificate.not_valid_after_utc.date().isoformat())
        return self.stamp(pdf, reason, place)

    def stamp(self, pdf, reason, place):
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign import signers
        from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

        meta = signers.PdfSignatureMetadata(
            field_name=FIELD, reason=reason or None, location=place or None, md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
        stamper = signers.PdfSigner(meta, signer=self.signer, timestamper=None)
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            if writer.prev.embedded_signatures:
                raise Refused("signedAlready")
            made = self.loop.run_until_complete(stamper.async_sign_pdf(writer, existing_fields_only=False))
        except (PdfError, ValueError, OSError) as error:
            raise Refused("unreadable", detail=f"{type(error).__name__}: {error}"[:300]) from None
        return made.getvalue()


def warm_up(seal):
    """Loads all that is loaded on first use, because later there are no descriptors to load it with."""
    import importlib
    import pkgutil

    import pyhanko.pdf_utils

    for module in pkgutil.walk_packages(pyhanko.pdf_utils.__path__, "pyhanko.pdf_utils."):
        try:
            importlib.import_module(module.name)
        except ImportError:
            pass  # What it needs is not installed, so nothing of ours needs it.
    seal.stamp(blank(), "a", "b")
    try:
        seal.stamp(b"no PDF", "", "")
    except Refused:
        pass


def blank():
    """A PDF of one empty page with metadata, as the typesetter writes them."""
    metadata = zlib.compress(
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta><?xpacket end="w"?>')
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(metadata), metadata),
    ]
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(content)


def serve():
    request = frames.receive_json()
    if request is None:
        return
    if request["op"] == "create":
        frames.send_json({"identity": identity(request["name"], request.get("timestamp") or time.time())})
        return
    try:
        seal = Seal(request["path"])
        warm_up(seal)
    except Refused as refusal:
        frames.send_json({"error": refusal.as_json()})
        return
    limit_memory_and_time(MEMORY, 86_400)
    shut_in(keeps_input=True)
    frames.send_json({"ready": seal.description()})
    while (request := frames.receive_json()) is not None:
        answer(seal, request)


def answer(seal, request):
    pdf = frames.receive_data()
    if pdf is None:
        os._exit(0)
    limits = request["limits"]
    allow_once_more(limits["memory"], limits["seconds"])
    try:
        made = seal.sign(pdf, request["reason"], request["place"])
        if len(made) > limits["output"]:
            raise Refused("tooLarge", "output", limits["output"])
    except Refused as refusal:
        frames.send_json({"error": refusal.as_json()})
    except MemoryError:
        os.abort()
    except ConnectionError:
        raise
    except Exception as error:
        frames.send_json({"error": {"code": "unreadable", "detail": f"{type(error).__name__}: {error}"[:300]}})
    else:
        frames.send_json({"document": {
            "pages": 0, "bytes": len(made), "unprintable": None, "sha256": hashlib.sha256(made).hexdigest()}})
        frames.send_pieces(made)
        frames.send_json({"end": {}})
