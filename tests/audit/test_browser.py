"""The page in a real browser: nothing is loaded, filters work, no text leaves its box; light and dark, narrow and wide.

Chromium runs the page without a network and prints the document as its scripts left it. `measure.js`, added to a copy
of the page, does what a person does and writes down what it measures.
"""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from audit.formats import FORMATS
from audit.inventory.items import Item, Standing
from audit.inventory.sections import arrange
from audit.report import Report
from tests.reach.sound import report, without
from tests.safety.judged import of_each_state
from tests.stack import Stack

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt-get install chromium"),
]
HOSTILE = '"><script>document.title = "taken"</script><img src=x onerror="document.title = \'taken\'">'
MEASURE = f"<script>{Path(__file__).with_name('measure.js').read_text(encoding='utf-8')}</script></body>"


@pytest.fixture(scope="module")
def shown(prod: Stack) -> Report:
    document = json.loads(json.dumps(prod.document))
    without("aws_vpc_security_group_ingress_rule.groups_database_from_worker")(document)
    items = [
        Item(type="aws_vpc", name="net", address="aws_vpc.net", id="vpc-1", standing=Standing.CODE),
        Item(type="aws_sqs_queue", name=HOSTILE, id=HOSTILE, standing=Standing.STRAY, detail=HOSTILE),
        Item(type="aws_s3_bucket", name="a-bucket-with-a-very-long-name-" * 3, standing=Standing.GAP),
    ]
    return replace(report(document), inventory=arrange(items), safety=of_each_state(HOSTILE))


def look(report_: Report, folder: Path, *, width: int, dark: bool) -> Any:
    """Returns what the script measures in a window of this width."""
    page = folder / "page.html"
    page.write_text(FORMATS["html"](report_).replace("</body>", MEASURE), encoding="utf-8")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    options += [f"--window-size={width},900", "--host-resolver-rules=MAP * ~NOTFOUND"]
    options += ["--force-dark-mode"] if dark else []
    ended = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", page.as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    found = re.search(r'<output id="seen">(.*?)</output>', ended.stdout, re.DOTALL)
    assert found, ended.stderr
    return json.loads(unescape(found[1]))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [600, 1440])
def test_the_page_is_readable_and_its_filters_work(shown: Report, tmp_path: Path, width: int, dark: bool) -> None:
    seen = look(shown, tmp_path, width=width, dark=dark)
    assert seen["texts"] > 50
    assert seen["leaving"] == []
    assert seen["clipped"] == 0
    assert seen["wider"] == 0, "the page scrolls to the side"
    assert (seen["items"], seen["strays"], seen["named"], seen["again"]) == (3, 1, 1, 3)
    assert (seen["controls"], seen["inherited"]) == (5, 1)
    assert 0 < seen["stopped"] < seen["worker"] < len(shown.paths)
    assert (seen["back"] == "rgb(255, 255, 255)") is not dark
    assert seen["title"] == f"Audit of {shown.environment.name}", "a name from AWS ran as a script"
