"""Who may ask: service accounts that sign their tokens, and persons who gave leave once."""

import base64
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.hosts.google.sheets.discovery import Refused

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"


@cache
def private_key(number: int = 0) -> rsa.RSAPrivateKey:  # noqa: ARG001 - each number has a key of its own
    """A key; one is enough for all tests that do not try another."""
    return rsa.generate_private_key(65537, 2048)


def as_pem(key: rsa.RSAPrivateKey) -> str:
    """A key as it stands in the file that Google gives."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


@dataclass
class Accounts:
    """The accounts that the server knows, and the tokens that it gave out.

    Args:
        lifetime: For how many seconds a token is good.
    """

    lifetime: float = 3600
    services: dict[str, rsa.RSAPublicKey] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, tuple[str, float, str]] = field(default_factory=dict)
    given: int = 0

    def service_account(self, address: str, email: str = "reports@team.iam.gserviceaccount.com") -> dict[str, str]:
        """The key file of a service account."""
        self.services[email] = private_key().public_key()
        return {
            "type": "service_account",
            "project_id": "team",
            "private_key_id": "1",
            "private_key": as_pem(private_key()),
            "client_email": email,
            "client_id": "1",
            "token_uri": f"{address}/token",
        }

    def person(self, address: str, email: str = "anna@example.com") -> dict[str, str]:
        """What is saved once a person gave leave."""
        token = secrets.token_urlsafe(16)
        self.persons[token] = email
        return {
            "type": "authorized_user",
            "client_id": "1.apps.googleusercontent.com",
            "client_secret": "secret",
            "refresh_token": token,
            "token_uri": f"{address}/token",
        }

    def grant(self, form: Mapping[str, str], audience: str) -> tuple[dict[str, Any], int]:
        """What the address for tokens answers."""
        kind = form.get("grant_type")
        if kind == JWT_BEARER:
            email, scope, wrong = self._of_assertion(form.get("assertion", ""), audience)
            if wrong:
                return {"error": "invalid_grant", "error_description": wrong}, 400
        elif kind == "refresh_token":
            email, scope = self.persons.get(form.get("refresh_token", ""), ""), form.get("scope", SCOPE)
            if not email:
                return {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400
        else:
            return {"error": "unsupported_grant_type", "error_description": f"Invalid grant_type: {kind}"}, 400
        token = f"ya29.{secrets.token_urlsafe(24)}"
        self.given += 1
        self.tokens[token] = email, time.time() + self.lifetime, scope
        return {"access_token": token, "expires_in": int(self.lifetime), "token_type": "Bearer", "scope": scope}, 200

    def _of_assertion(self, assertion: str, audience: str) -> tuple[str, str, str]:  # noqa: PLR0911 - one for each thing that may be wrong
        """Whose a signed token is, what it is for, and what is wrong with it."""
        try:
            head, body, signature = assertion.split(".")
            header, claims = (json.loads(_decoded(part)) for part in (head, body))
        except ValueError:
            return "", "", "Invalid JWT: Failed audience check"
        if header.get("alg") != "RS256":
            return "", "", "Invalid JWT: unsupported algorithm"
        key = self.services.get(claims.get("iss", ""))
        if key is None:
            return "", "", "Invalid grant: account not found"
        try:
            key.verify(_decoded(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return "", "", "Invalid JWT Signature."
        if claims.get("aud") != audience:
            return "", "", "Invalid JWT: Failed audience check"
        if not claims.get("iat", 0) - 300 <= time.time() <= claims.get("exp", 0) or claims["exp"] - claims["iat"] > 3600:
            return "", "", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        if not claims.get("scope"):
            return "", "", "Missing required parameter: scope"
        return claims["iss"], claims["scope"], ""

    def who(self, authorization: str) -> str:
        """The account of a token."""
        email, until, scope = self.tokens.get(authorization.removeprefix("Bearer "), ("", 0.0, ""))
        if time.time() >= until:
            raise Refused(
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
                "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                401,
                "UNAUTHENTICATED",
            )
        if not any("/auth/spreadsheets" in item or item.endswith("/auth/drive") for item in scope.split()):
            raise Refused("Request had insufficient authentication scopes.", 403, "PERMISSION_DENIED")
        return email


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
