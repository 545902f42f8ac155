"""How the package is built: hatchling, and before it what git does not hold.

Translations are compiled for every kind of installation. A wheel also gets ``addin/`` and ``templates/``, whose workbooks
are made here; that takes libraries which an editable installation does without.
"""

import sys
import tomllib
from pathlib import Path
from typing import Any

import hatchling.build
from hatchling.build import *  # noqa: F403 - the other functions of a build backend
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """What makes the workbooks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required: list[str] = project["optional-dependencies"]["workbooks"]
    return [*hatchling.build.get_requires_for_build_wheel(config_settings), *required]


class Files(BuildHookInterface):  # type: ignore[type-arg]
    """Puts in what git does not hold."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the translations, and for a wheel make the files that users install."""
        sys.path.insert(0, str(ROOT))
        from sheetkpi.release.texts import compile_translations
        from sheetkpi.translation import LANGUAGES

        for language in LANGUAGES:
            if language != "en":
                compile_translations(language)
        build_data["artifacts"].append("sheetkpi/locale/*/LC_MESSAGES/*.mo")
        if version != "editable":
            build_data["force_include"].update(self.shipped())

    def shipped(self) -> dict[str, str]:
        """The files of ``addin/`` and ``templates/``: those of git, and the workbooks and the extension of today's code."""
        from sheetkpi.release.products import is_text, product, products

        made = Path(self.directory) / "products"
        found = {path.relative_to(ROOT).as_posix(): path for folder in ("addin", "templates") for path in (ROOT / folder).rglob("*")}
        files = {name: path for name, path in found.items() if path.is_file() and name not in products()}
        for name in products():
            files[name] = ROOT / name if is_text(name) else made / name
            if not is_text(name):
                files[name].parent.mkdir(parents=True, exist_ok=True)
                files[name].write_bytes(product(name))
        return {str(path): f"sheetkpi/_shipped/{name}" for name, path in files.items()}
