"""A passkey in software: it answers the site's challenges as a browser with a security key does."""

import json
import secrets
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "https://djangopackages.org"
PRESENT, VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


class SoftPasskey:
    """One credential, made by `create` and shown by `get`."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(16)
        self.user_handle = b""

    def create(self, options: dict[str, Any]) -> str:
        """The credential for the options that the page of "Add a passkey" holds."""
        public = options["publicKey"]
        self.user_handle = websafe_decode(public["user"]["id"])
        data = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        flags = PRESENT | VERIFIED | HAS_CREDENTIAL
        authenticator = AuthenticatorData.create(hash_of(public["rp"]["id"]), flags, 0, bytes(data))
        client = client_data("webauthn.create", public["challenge"])
        attestation = AttestationObject.create("none", authenticator, {})
        response = {"clientDataJSON": encode(client), "attestationObject": encode(attestation)}
        return json.dumps(self.credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to a challenge at sign-in."""
        public = options["publicKey"]
        authenticator = AuthenticatorData.create(hash_of(public["rpId"]), PRESENT | VERIFIED, 1)
        client = client_data("webauthn.get", public["challenge"])
        signed = self.key.sign(bytes(authenticator) + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": encode(client),
            "authenticatorData": encode(authenticator),
            "signature": encode(signed),
            "userHandle": encode(self.user_handle),
        }
        return json.dumps(self.credential(response) | {"clientExtensionResults": {}})

    def credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = encode(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def client_data(kind: str, challenge: str) -> CollectedClientData:
    return CollectedClientData.create(kind, challenge, ORIGIN)


def hash_of(rp_id: str) -> bytes:
    return sha256(rp_id.encode()).digest()


def encode(data: bytes) -> str:
    return str(websafe_encode(bytes(data)))
