"""The floors of the house: nothing reaches up, and the apps of one floor do not reach across.

Read from the source with `ast`, so that imports inside functions, string foreign keys, migration
dependencies and `get_model` calls count too. Template names and settings strings do not.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# The higher the number, the higher the floor. Packages of one floor do not know each other.
FLOORS = {
    "portal": 8,
    "portal.settings": 8,
    "portal.launch": 8,
    "portal.postgresql": 8,
    "home": 7,
    "guidance": 6,
    "programs": 6,
    "publications": 6,
    "helpdesk": 6,
    "directory": 5,
    "portal.search": 4,
    "portal.reference": 3,
    "portal.privacy": 2,
    "portal.core": 1,
}
# One floor, the top: settings, urls, wsgi, errors, what starts them, and the database's engine.
TOP = ("portal", "portal.settings", "portal.launch", "portal.postgresql")
# Migrations and string relations speak of an app by its label.
PACKAGE_OF_LABEL = {
    package.rpartition(".")[2]: package for package in FLOORS if package != "portal"
}
RELATIONS = {
    "ForeignKey",
    "ManyToManyField",
    "OneToOneField",
    "ParentalKey",
    "ParentalManyToManyField",
    "SnippetChooserBlock",
}
DYNAMIC_IMPORTS = {"import_module", "import_string", "__import__"}


@dataclass(frozen=True)
class Reference:
    """One place in the source that names another package."""

    path: Path
    line: int
    package: str
    text: str


def package_of(module: str) -> str | None:
    """Return the package of FLOORS that a dotted name belongs to, None for foreign code."""
    parts = module.split(".")
    for length in range(min(len(parts), 2), 0, -1):
        name = ".".join(parts[:length])
        if name in FLOORS:
            return name
    return None


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the dotted name and the file of every module of the project."""
    for package in FLOORS:
        source = root / "site" if package.partition(".")[0] == "portal" else root
        folder = source / package.replace(".", "/")
        files = folder.glob("*.py") if package == "portal" else folder.rglob("*.py")
        for path in sorted(files):
            parts = list(path.relative_to(source).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            yield ".".join(parts), path


def references(module: str, path: Path) -> Iterator[Reference]:
    """Yield every reference of a module to a package of the project."""
    is_package = path.name == "__init__.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in _modules_named_by(node, module, is_package):
            package = package_of(name)
            if package:
                yield Reference(path, node.lineno, package, name)
        for label in _labels_named_by(node):
            package = PACKAGE_OF_LABEL.get(label)
            if package:
                yield Reference(path, node.lineno, package, f"{label!r}")


def _modules_named_by(node: ast.AST, module: str, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = module.split(".")
            parts = parts[: len(parts) - node.level + is_package]
            base = ".".join([*parts, base] if base else parts)
        # `from portal import core` names the package only together with what it imports.
        return [f"{base}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and _called(node) in DYNAMIC_IMPORTS:
        return _texts(node.args[:1])
    return []


def _labels_named_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        called = _called(node)
        if called in RELATIONS:
            named = [
                keyword.value for keyword in node.keywords if keyword.arg in ("to", "through")
            ]
            return [
                text.partition(".")[0] for text in _texts([*node.args[:1], *named]) if "." in text
            ]
        if called == "get_model":
            return [text.partition(".")[0] for text in _texts(node.args[:1])]
    if isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id in ("dependencies", "run_before")
        for target in node.targets
    ):
        return [
            pair.elts[0].value
            for pair in ast.walk(node.value)
            if isinstance(pair, ast.Tuple) and pair.elts and _texts(pair.elts[:1])
        ]
    return []


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def is_allowed(source: str, reference: Reference) -> bool:
    """Whether a package may name another one."""
    target = reference.package
    if source == target or (source in TOP and target in TOP):
        return True
    return FLOORS[source] > FLOORS[target]


def violations(root: Path) -> list[str]:
    """Return one line for each reference that goes up or across."""
    return [
        f"{reference.path.relative_to(root)}:{reference.line}: {source} names {reference.text}"
        for module, path in modules(root)
        if (source := package_of(module))
        for reference in references(module, path)
        if not is_allowed(source, reference)
    ]


def test_nothing_reaches_up_or_across():
    assert violations(ROOT) == []


def test_the_whole_project_is_read():
    found = {package_of(module) for module, _path in modules(ROOT)}
    assert found == set(FLOORS)
    read = [
        reference
        for module, path in modules(ROOT)
        for reference in references(module, path)
        if reference.package != package_of(module)
    ]
    kinds = {reference.text for reference in read}
    assert "portal.core.models.BasePage" in kinds
    assert "'core'" in kinds, "no string relation or migration dependency was read"


def test_no_folder_of_source_stands_outside_the_floors():
    known = {package for package in FLOORS if "." not in package}
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert apps <= known
    rooms = {f"portal.{path.parent.name}" for path in (ROOT / "site/portal").glob("*/__init__.py")}
    assert rooms <= set(FLOORS)
    assert not (ROOT / "site" / "__init__.py").exists(), "Python owns the module name `site`"
    assert not (ROOT / "locale" / "__init__.py").exists(), "it would shadow Python's `locale`"


# --- The guard itself ------------------------------------------------------------------


@pytest.fixture
def house(tmp_path):
    """A tiny project with an empty module in every package; returns a function that adds one."""

    def write(path: str, text: str = "") -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    for package in FLOORS:
        folder = ("site/" if package.startswith("portal") else "") + package.replace(".", "/")
        write(f"{folder}/__init__.py")
    write.root = tmp_path
    return write


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("site/portal/core/low.py", "from portal.reference.models import Fact"),
        ("site/portal/core/low.py", "import portal.privacy.keys"),
        ("site/portal/core/low.py", "from portal import search"),
        ("site/portal/core/low.py", "from portal.errors import server_error"),
        ("site/portal/core/low.py", "import portal.urls as addresses"),
        ("site/portal/privacy/low.py", "from portal.settings import base"),
        ("site/portal/core/deep/low.py", "from ...reference import models"),
        ("site/portal/core/low.py", "from ..privacy.keys import key_ring"),
        ("site/portal/core/deep/__init__.py", "from ...privacy import keys"),
        ("site/portal/core/__init__.py", "from .. import privacy"),
        ("site/portal/reference/low.py", "def late():\n    from directory import models"),
        ("site/portal/search/low.py", "if True:\n    import home.models"),
        ("site/portal/search/low.py", "import_module('guidance.models')"),
        ("site/portal/search/low.py", "importlib.import_module('guidance.models')"),
        ("site/portal/search/low.py", "import_string('home.models.HomePage')"),
        ("guidance/low.py", "from home.models import HomePage"),
        ("guidance/across.py", "from programs.models import ProgramPage"),
        ("programs/across.py", "from publications import models"),
        ("publications/across.py", "import helpdesk.taxonomy"),
        ("helpdesk/views/across.py", "from guidance.models import GuidePage"),
        ("directory/low.py", "from helpdesk.models import Ticket"),
        ("programs/models.py", "x = models.ForeignKey('guidance.GuidePage', models.CASCADE)"),
        ("programs/models.py", "x = models.ManyToManyField(to='publications.PublicationPage')"),
        ("programs/models.py", "x = models.ManyToManyField('core.User', through='helpdesk.Row')"),
        ("directory/models.py", "x = ParentalKey('home.HomePage', related_name='+')"),
        ("directory/models.py", "x = OneToOneField('helpdesk.Ticket', on_delete=PROTECT)"),
        ("site/portal/core/blocks.py", "x = SnippetChooserBlock('reference.Fact')"),
        ("programs/late.py", "def late():\n    return apps.get_model('guidance', 'GuidePage')"),
        ("programs/late.py", "model = apps.get_model('guidance.GuidePage')"),
        (
            "programs/migrations/0001_initial.py",
            "class Migration:\n    dependencies = [('guidance', '0001_initial')]",
        ),
        (
            "site/portal/core/migrations/0001_initial.py",
            "class Migration:\n    dependencies = [('wagtailcore', '1'), ('reference', '1')]",
        ),
        (
            "site/portal/core/migrations/0002_more.py",
            "class Migration:\n    run_before = [('home', '0001_initial')]",
        ),
        (
            "helpdesk/migrations/0001_initial.py",
            "class Migration:\n    operations = [migrations.AddField(field=models.ForeignKey("
            "on_delete=1, to='programs.programpage'))]",
        ),
    ],
)
def test_the_guard_catches(house, path, text):
    house(path, text)
    found = violations(house.root)
    assert len(found) == 1, found
    assert found[0].startswith(path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("site/portal/settings/production.py", "from portal.privacy.keys import parse_key_ring"),
        ("site/portal/urls.py", "from portal.settings import base"),
        ("site/portal/errors.py", "from portal.reference.last_good import emergency_places"),
        ("home/models.py", "from guidance.models import GuidePage"),
        ("helpdesk/models.py", "x = models.ForeignKey('reference.District', models.PROTECT)"),
        ("helpdesk/models.py", "x = models.ForeignKey('self', models.PROTECT)"),
        ("programs/models.py", "x = models.ForeignKey('wagtailcore.Page', models.CASCADE)"),
        ("programs/models.py", "x = models.ForeignKey('Indicator', models.CASCADE)"),
        ("programs/models.py", "x = apps.get_model('programs', 'Indicator')"),
        ("site/portal/core/deep/fine.py", "from ..inputs import clean_text\nfrom . import more"),
        ("site/portal/core/fine.py", "import homepage, guidance_of_others, portalocker"),
    ],
)
def test_the_guard_lets_pass(house, path, text):
    house(path, text)
    assert violations(house.root) == []


def test_relations_between_middle_apps_go_to_any_page():
    """What the models themselves say, beside what the source says."""
    from django.apps import apps

    middle = [package for package, floor in FLOORS.items() if floor == 6]
    for label in middle:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if field.auto_created or not target or isinstance(target, str):
                    continue
                assert target._meta.app_label not in set(middle) - {label}, field
