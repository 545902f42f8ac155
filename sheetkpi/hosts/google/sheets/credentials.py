"""Google credentials: a service account, or a user who signs in once."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetkpi.hosts.google.sheets.http import Account, Notify
from sheetkpi.model.errors import SheetKpiError, reason_of
from sheetkpi.translation import Label, Message

#: Access to spreadsheets, and to nothing else in Drive.
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
#: Holds the path of a credentials file, or its content.
VARIABLE = "SHEETKPI_GOOGLE_CREDENTIALS"
#: The variable that Google's own programs read.
GOOGLES_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
#: Seconds to wait for the browser.
SIGN_IN_TIMEOUT = 300


class CredentialsError(SheetKpiError):
    """The credentials are missing or unusable."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Credentials and their account."""

    credentials: Any
    account: Account


def find_identity(file: str | None, notify: Notify, environment: Mapping[str, str] = os.environ) -> Identity:
    """Read the given credentials, or those that the environment names.

    Raises:
        CredentialsError: They are missing or unusable.
    """
    for source, value in ((file, file), (VARIABLE, environment.get(VARIABLE)), (GOOGLES_VARIABLE, environment.get(GOOGLES_VARIABLE))):
        if value:
            text = value if value.lstrip().startswith("{") else _content(value)
            display = str(source) if value is text else value
            return _identity(_parsed(text, display), display, notify)
    raise CredentialsError(
        Message(
            "Give --credentials FILE: the key of a service account (console.cloud.google.com → IAM → Service accounts → Keys → JSON). "
            "Or set {variable} to its path.",
            variable=VARIABLE,
        )
    )


def _content(path: str) -> str:
    try:
        return Path(path).expanduser().read_text("utf-8-sig")
    except FileNotFoundError:
        raise CredentialsError(Message("There is no file {file}. Check its name and folder.", file=path)) from None
    except OSError as error:
        raise CredentialsError(Message("{file} cannot be read: {reason}.", file=path, reason=reason_of(error))) from None
    except UnicodeDecodeError:
        raise CredentialsError(Message("{file} cannot be read: {reason}.", file=path, reason=Label("it is not text in UTF-8"))) from None


def _parsed(text: str, source: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CredentialsError(
            Message("{source} is not a credentials file: Google gives one as JSON. Download the key again as JSON.", source=source)
        )
    return found


def _identity(info: Mapping[str, Any], source: str, notify: Notify) -> Identity:
    kind = info.get("type")
    try:
        if kind == "service_account":
            from google.oauth2.service_account import Credentials as Service

            service = Service.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call]
            return Identity(service, Account(service.service_account_email, source))
        if kind == "authorized_user":
            from google.oauth2.credentials import Credentials as Person

            return Identity(Person.from_authorized_user_info(info, scopes=SCOPES), Account("", source))  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise CredentialsError(
            Message(
                "The credentials in {source} are damaged ({reason}). Download the key again.",
                source=source,
                reason=str(error).partition(". ")[0][:120],
            )
        ) from None
    if "installed" in info:
        return _user_credentials(info, source, notify)
    if "web" in info:
        raise CredentialsError(
            Message("{source} is an OAuth client for web sites. Create one for desktop apps, and give its file.", source=source)
        )
    raise CredentialsError(
        Message("{source} is neither the key of a service account nor an OAuth client. Download one of them as JSON.", source=source)
    )


def _user_credentials(info: Mapping[str, Any], source: str, notify: Notify) -> Identity:
    """Load the saved sign-in of a user, or have them sign in now."""
    from gspread import auth

    saved = auth.get_config_dir() / f"sheetkpi-{str(info['installed'].get('client_id', ''))[:40]}.json"
    try:
        known = auth.load_credentials(saved)
    except ValueError:
        known = None
    if known is None:
        known = _sign_in(info, source, saved, notify)
        auth.store_credentials(known, saved)
        saved.chmod(0o600)
    return Identity(known, Account("", str(saved)))


def _sign_in(info: Mapping[str, Any], source: str, saved: Path, notify: Notify) -> Any:
    import webbrowser

    from google_auth_oauthlib.flow import InstalledAppFlow  # type: ignore[import-untyped]

    try:
        webbrowser.get()
    except webbrowser.Error:
        raise CredentialsError(
            Message(
                "To sign in with {source}, a browser is needed, and there is none here. Do it once on a computer with one, and copy {file} "
                "from there; or use a service account.",
                source=source,
                file=saved,
            )
        ) from None
    notify(
        Message("Sign in with Google in the browser window that opens (waiting up to {minutes} minutes).", minutes=SIGN_IN_TIMEOUT // 60)
    )
    try:
        return InstalledAppFlow.from_client_config(info, SCOPES).run_local_server(
            port=0, timeout_seconds=SIGN_IN_TIMEOUT, authorization_prompt_message=""
        )
    except Exception as error:  # whatever a user or a browser may do instead of signing in
        raise CredentialsError(Message("Sign-in failed: {reason}. Run the command again.", reason=str(error)[:120] or "-")) from None
