"""The rows of Terraform types: each type that the code can declare has one, and each folder is in the registry.

A red test names the file to edit and what to add.
"""

from pathlib import Path

import pytest

from modules import registry, settings_rules
from modules.resource_type import Service
from permissions import recorded
from tests.conftest import PROJECT
from tests.modules.reading import declared_types, folders

ADDRESSES = PROJECT / "tests" / "addresses"
SERVICES = (*registry.SERVICES, *registry.OF_THE_ACCOUNT)


def promised_types() -> dict[str, str]:
    """Returns each type in the committed lists of addresses and in the constructs, with the place that names it."""
    addresses = {
        line.split(".")[0]: path.relative_to(PROJECT).as_posix()
        for path in sorted(ADDRESSES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split()
    }
    return addresses | {type_: path.relative_to(PROJECT).as_posix() for type_, path in declared_types().items()}


def file_of(type_: str) -> str:
    """Returns the file in which the row of a type belongs."""
    constructs = declared_types()
    return f"modules/{constructs[type_].parent.name if type_ in constructs else 'FOLDER'}/resources.py"


@pytest.mark.parametrize("type_", sorted(promised_types()))
def test_a_declared_type_has_a_row(type_: str) -> None:
    has_a_row = type_ in registry.TYPES
    assert has_a_row, (
        f"{promised_types()[type_]} declares {type_}, which has no row.\n"
        f"Add to {file_of(type_)}: a ResourceType(name={type_!r}, imported=ImportedType(import_id=..., match=...), "
        "guarded=GuardedType(deletion=...), iam=...), and name it in an Area of SERVICE."
    )


@pytest.mark.parametrize("type_", sorted(registry.TYPES))
def test_a_row_is_complete(type_: str) -> None:
    row = registry.TYPES[type_]
    assert row.iam, f"{file_of(type_)}: {type_} has no iam: list the IamResource that its permissions name"
    if row.imported.import_id is not None and type_ in declared_types():
        assert row.imported.match, f"{file_of(type_)}: {type_} has no match: list the rules that find the live resource"
        assert type_ in registry.AREA_OF_TYPE, f"{file_of(type_)}: {type_} is in no Area of SERVICE: nothing finds it"


@pytest.mark.parametrize("type_", sorted(registry.TYPES.keys() & recorded.types()))
def test_the_iam_resources_of_a_row_cover_the_recorded_actions(type_: str) -> None:
    kinds = {resource.kind for resource in registry.TYPES[type_].iam}
    for step in recorded.STEPS:
        for action in recorded.called(type_, step):
            allowed = recorded.kinds(action)
            assert not allowed or kinds & set(allowed), (
                f"{file_of(type_)}: {type_} calls {action}, which AWS confines to {' or '.join(allowed)}: "
                f"add the IamResource of that kind to its iam"
            )
        for addition in recorded.on_named_resources(type_, step):
            on = addition["on"]
            assert on.startswith("arn:") or on in kinds, (
                f"{file_of(type_)}: permissions/additions.json grants {type_} actions on {on}: add it to its iam"
            )


def test_a_role_that_a_service_assumes_can_be_passed_to_it() -> None:
    granted = {
        (type_, addition["on"])
        for type_ in recorded.types()
        for step in recorded.STEPS
        for addition in recorded.on_named_resources(type_, step)
    }
    for type_, row in registry.TYPES.items():
        for resource in row.iam:
            assert " of " not in resource.kind or (type_, resource.kind) in granted, (
                f"permissions/additions.json: add iam:PassRole on {resource.kind!r} for {type_}, "
                "with the condition on iam:PassedToService"
            )


def test_an_iam_kind_has_one_definition() -> None:
    kinds = [resource.kind for resource in registry.IAM]
    assert sorted(kinds) == sorted(set(kinds)), "two IamResource of one kind: import the first instead"


def service_of(folder: Path) -> Service | None:
    module = getattr(registry, folder.name, None)
    return getattr(module, "SERVICE", None)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_folder_is_in_the_registry(folder: Path) -> None:
    assert (folder / "resources.py").is_file(), f"add modules/{folder.name}/resources.py with the rows and SERVICE"
    registered = service_of(folder) in SERVICES
    assert registered, (
        f"add to modules/registry.py: `from modules.{folder.name} import resources as {folder.name}`, "
        f"and `{folder.name}.SERVICE` to SERVICES"
    )


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_the_checks_and_rules_of_a_folder_are_used(folder: Path) -> None:
    for path in sorted(folder.glob("guard*.py")):
        if "\ndef check(" in path.read_text(encoding="utf-8"):
            service = service_of(folder)
            checks = [check.__module__ for check in service.checks] if service else []
            assert f"modules.{folder.name}.{path.stem}" in checks, (
                f"modules/{folder.name}/resources.py: add {path.stem}.check to the checks of SERVICE"
            )
    if (folder / "rules.py").is_file():
        rules = {rule.__module__ for rule in settings_rules.RULES}
        assert f"modules.{folder.name}.rules" in rules, (
            f"modules/settings_rules.py: add RULES of modules/{folder.name}/rules.py"
        )
