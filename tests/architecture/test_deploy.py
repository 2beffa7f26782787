"""What deploy/ says is true: its settings and commands exist, nothing is floating, nothing secret."""

import re
import subprocess
import sys
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from plon.config.databases import database
from plon.config.known import NAMES, SETTINGS
from plon.config.program import AWAY, COMMANDS, UNUSABLE

DEPLOY = Path("deploy")
UNITS = sorted(DEPLOY.glob("*.service"))
SETTING = re.compile(r"\b(DATABASE_URL|PLON_[A-Z_]+)\b")
SECRETS = {setting.name for setting in SETTINGS if setting.is_secret}
PINNED = re.compile(r"^[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)*$")


class Unit(ConfigParser):
    """A unit of systemd, whose keys may stand several times: the last is kept."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, interpolation=None)
        self.optionxform = str  # type: ignore[assignment] # keys keep their case
        self.read_string(file.read_text(encoding="utf-8"))


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def ours() -> dict[str, Any]:
    """Return the services that are Plon."""
    return {k: v for k, v in compose()["services"].items() if k != "database"}


def assert_is_a_command(words: list[str]) -> None:
    name, *rest = words
    assert name in COMMANDS
    known = {
        sign for each in get_command(import_module(COMMANDS[name]).app).params for sign in each.opts
    }
    assert {word for word in rest if word.startswith("--")} <= known


@pytest.mark.parametrize(
    "file",
    [
        *(file for file in DEPLOY.iterdir() if file.is_file()),
        Path(".env.example"),
        *Path("docs/operations").glob("*.md"),
    ],
    ids=lambda file: file.name,
)
def test_every_setting_it_names_exists(file: Path) -> None:
    named = {
        name.removesuffix("_FILE") for name in SETTING.findall(file.read_text(encoding="utf-8"))
    }

    assert named <= NAMES


def test_every_setting_that_is_read_is_listed_and_the_other_way_round() -> None:
    files = [file for file in Path("src/plon/config").rglob("*.py") if "tests" not in file.parts]
    text = "\n".join(f.read_text(encoding="utf-8") for f in files if f.name != "known.py")
    read = set(re.findall(r'(?:number|text|words|yes_or_no)\(\s*"([A-Z_]+)"', text))

    assert read | {"PLON_DEBUG"} == NAMES


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_as_nobody_special(unit: Path) -> None:
    service = Unit(unit)["Service"]
    program, *words = service["ExecStart"].split()

    assert program == "/opt/plon/bin/plon"
    assert_is_a_command(words)
    assert service["User"] == "plon"
    for guard in ("NoNewPrivileges", "PrivateTmp", "ProtectHome"):
        assert service[guard] == "yes"


def test_pages_worker_and_migration_have_a_unit() -> None:
    assert {Unit(unit)["Service"]["ExecStart"].split()[1] for unit in UNITS} == {
        "web",
        "worker",
        "migrate",
    }


def test_compose_starts_commands_that_exist_and_migrates_first() -> None:
    for service in ours().values():
        assert_is_a_command(service["command"])
    after = {name: set(service["depends_on"]) for name, service in ours().items()}
    assert after == {"migrate": {"database"}, "web": {"migrate"}, "worker": {"migrate"}}


def test_containers_run_bare() -> None:
    for service in ours().values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "privileged" not in service
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.*)$", docker, re.MULTILINE) == ["10001:10001"]


def test_versions_are_pinned() -> None:
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    version = re.search(r"^ARG PYTHON=(.*)$", docker, re.MULTILINE)
    assert version
    bases = re.findall(r"^FROM (\S+)", docker, re.MULTILINE)
    assert bases
    assert all(PINNED.match(base.replace("${PYTHON}", version[1])) for base in bases)
    assert "--require-hashes" in docker
    assert PINNED.match(compose()["services"]["database"]["image"])


def test_secrets_come_from_files_and_none_is_committed() -> None:
    for service in ours().values():
        assert not SECRETS & set(service["environment"])
        named = {Path(v).name for k, v in service["environment"].items() if k.endswith("_FILE")}
        assert named == set(service["secrets"])
    assert set(compose()["secrets"]) >= {each for one in ours().values() for each in one["secrets"]}
    ignored = subprocess.run(
        ["git", "check-ignore", "deploy/secrets/x", ".env"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.stdout.split() == ["deploy/secrets/x", ".env"]


def test_only_what_is_named_gets_into_the_image() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", docker, re.MULTILINE)
        for word in line.split()
    }

    assert lines[0] == "*"
    assert copied == {line[1:] for line in lines if line.startswith("!")}
    assert all(Path(name).exists() for name in copied)


def test_the_roles_of_the_container_are_those_of_the_page() -> None:
    page = Path("docs/operations/postgresql.md").read_text(encoding="utf-8")
    script = (DEPLOY / "roles.sh").read_text(encoding="utf-8")
    (told,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)

    secret = re.compile(r"PASSWORD (:?'[^']+')")
    wanted = [secret.sub("PASSWORD", line) for line in told.splitlines()]
    assert set(wanted) <= {secret.sub("PASSWORD", line) for line in script.splitlines()}
    read = set(re.findall(r"/run/secrets/(\w+)", script))
    assert {"postgres_password", *read} == set(compose()["services"]["database"]["secrets"])
    page = Path("docs/operations/install.md").read_text(encoding="utf-8")
    (made,) = re.findall(r"for each in ([^;]*); do openssl", page)
    files = {Path(each["file"]).name for each in compose()["secrets"].values()}
    assert files == set(made.split()) | set(re.findall(r"> (\S+-url)$", page, re.MULTILINE))


def test_a_unit_waits_for_its_database_and_gives_up_on_a_wrong_setting() -> None:
    for unit in UNITS:
        service = Unit(unit)["Service"]
        if service.get("Restart"):
            assert service["RestartPreventExitStatus"] == str(UNUSABLE) != str(AWAY)


@pytest.mark.parametrize(
    ("address", "driver"), [("", "sqlite3"), ("postgresql://plon@database/plon", "psycopg")]
)
def test_each_database_has_its_driver_in_what_is_installed(
    address: str, driver: str, tmp_path: Path
) -> None:
    engine = database(address, folder=tmp_path)["ENGINE"]
    imported = Path(str(import_module(f"{engine}.base").__file__)).read_text(encoding="utf-8")
    lock = Path("requirements/run.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)", lock, re.MULTILINE))

    assert driver in imported
    assert driver in locked | set(sys.stdlib_module_names)
