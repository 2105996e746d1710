"""The pages as they are built: no warnings, every link and anchor leads somewhere, nothing is asked of a network."""

import html.parser
import re
import subprocess
from urllib.parse import unquote, urlsplit

import pytest

import build
from building import plugin
from engine.operations import OPERATIONS, TOOLBOX, TRAINING
from qgis_mmoedtm import environment


class Page(html.parser.HTMLParser):
    """Links, resources, anchors and plain text of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.resources, self.anchors, self.words = [], [], set(), []
        self.feed(path.read_text(encoding="utf-8"))
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        for name in ("src", "srcset", "data", "poster"):
            if given.get(name):
                self.resources.append(given[name])
        if tag == "link":
            self.resources.append(given["href"])
        assert tag not in ("script", "iframe", "object"), tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def site():
    try:
        return build.docs()
    except environment.SetupError as error:
        pytest.skip(f"the environment that builds the pages cannot be made here: {error}")


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: Page(path) for path in site.glob("*.html")}


def test_every_link_and_anchor_leads_somewhere(site, pages):
    seen = 0
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), (name, link)
                continue
            target = unquote(parts.path) or name
            assert (site / target).is_file(), (name, link)
            if parts.fragment and target.endswith(".html"):
                assert unquote(parts.fragment) in pages[target].anchors, (name, link)
            seen += 1
    assert seen > 20 * len(pages)  # the navigation alone


def test_nothing_is_fetched_from_elsewhere(site, pages):
    for name, page in pages.items():
        for resource in page.resources:
            parts = urlsplit(resource)
            assert not parts.scheme and not parts.netloc, (name, resource)
            assert (site / unquote(parts.path)).is_file(), (name, resource)
    for style in site.glob("*.css"):
        assert not re.search(r"url\(|@import", style.read_text(encoding="utf-8"))


def test_every_operation_has_a_page_with_all_that_is_declared(pages):
    for name, operation in OPERATIONS.items():
        page = pages[f"{name}.html"]
        for parameter in operation.parameters:
            assert f"--{parameter.name.replace('_', '-')}" in page.text, (name, parameter.name)
            assert " ".join(parameter.help.split())[:40].split("'")[0] in page.text, (name, parameter.name)
            if parameter.unit:
                assert parameter.unit in page.text
        for result in operation.results:
            assert result.name in page.text, (name, result.name)
        assert f"engine {name} " in page.text, f"{name} has no example"


def test_pictures_are_shown_with_words_and_none_lies_about(site):
    shown = set()
    for path in site.glob("*.html"):
        for tag in re.findall(r"<img[^>]*>", path.read_text(encoding="utf-8")):
            assert re.search(r'alt="[^"]{8,}"', tag), (path.name, tag)
            shown.add(re.search(r'src="([^"]+)"', tag)[1])
    assert shown == {f"pictures/{path.name}" for path in (site / "pictures").glob("*.png")}


def raised_sentences():
    """(file, longest run of literal words) of every raise of an error with words of its own, by the words of the source
    alone and not by the reader that makes the page."""
    errors = (build.ROOT / "engine" / "errors.py").read_text(encoding="utf-8")
    kinds = "|".join(re.findall(r"class (\w+)\(", errors))
    strings = re.compile(r'f?"((?:[^"\\]|\\.)*)"')
    for path in sorted((build.ROOT / "engine").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for match in re.finditer(rf"raise (?:{kinds})\(", source):
            depth, end = 1, match.end()
            while depth:
                depth += {"(": 1, ")": -1}.get(source[end], 0)
                end += 1
            words = "".join(strings.findall(source[match.end() : end]))
            pieces = [piece.strip(" .;:,()") for piece in re.split(r"\{[^{}]*\}|; ", words)]
            longest = max(pieces, key=len, default="")
            if len(longest) > 12 and "\\" not in longest and "'" not in longest:
                yield path.relative_to(build.ROOT).as_posix(), longest


def test_every_message_that_the_engine_raises_is_on_the_page(pages):
    text = pages["messages.html"].text.casefold()
    sentences = list(raised_sentences())
    assert len(sentences) > 150
    missing = [one for one in sentences if " ".join(one[1].split()).casefold() not in text]
    assert not missing


def test_every_message_names_a_cure(site):
    tables = (site / "messages.html").read_text(encoding="utf-8").split("<tr>")
    rows = [re.findall(r"<td>(.*?)</td>", row, re.S) for row in tables if "<td>" in row]
    assert len(rows) > 200
    for message, cure in rows:
        assert len(cure.replace("…", "").strip(" .")) > 8, message


def test_the_plugin_brings_a_page_for_every_algorithm(site):
    names = {path.as_posix() for path, _ in plugin.plugin_files(site)}
    for name in (*TOOLBOX, *TRAINING):
        assert f"help/{name}.html" in names
    assert not [name for name in names if name.startswith("help/sitemap")]


def test_the_pages_are_the_same_bytes_when_they_are_built_again(site, tmp_path):
    python = environment.python_in(build.WORK / "docs")
    subprocess.run([str(python), "-m", "mkdocs", "build", "-q", "-f", str(build.ROOT / "docs" / "mkdocs.yml"), "-d",
                    str(tmp_path / "again")], check=True, timeout=120)  # fmt: skip
    for path in site.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(site)).read_bytes() == path.read_bytes(), path.name


def test_a_page_that_is_out_of_step_is_not_built(site, tmp_path):
    """A copy of the sources with a broken link, and one with a message that names no cure."""
    import shutil

    python = environment.python_in(build.WORK / "docs")
    for number, (file, old, new) in enumerate((
        ("docs/pages/report.md", "(evaluate.md)", "(no_such_page.md)"),
        ("docs/pages/report.md", "# Reading the report", "# Reading\n\n[x](accuracy.md#no-such-heading)"),
        ("engine/raster/crs.py", "; assign a lunar CRS.", "."),
        ("docs/operations/align.md", "", None),
    )):  # fmt: skip
        root = tmp_path / str(number)
        for name in ("docs", "engine", "qgis_mmoedtm", "resources"):
            shutil.copytree(build.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "packs"))
        path = root / file
        if new is None:
            path.unlink()
        else:
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        command = [python, "-m", "mkdocs", "build", "--strict", "-f", root / "docs" / "mkdocs.yml", "-d", root / "site"]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
        assert done.returncode, (file, done.stderr)
