"""docs/baseline.md is what the committed settings give."""

from pathlib import Path

from docs.generate.baseline_page import PAGE, baseline_page


def test_the_page_of_the_baseline_is_what_the_settings_give(stacks: Path) -> None:
    assert PAGE.read_text(encoding="utf-8") == baseline_page(stacks), "run: make docs"
