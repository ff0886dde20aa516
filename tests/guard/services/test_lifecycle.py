"""Lifecycle rules are compared as a whole: blocked is only what deletes or archives more, or earlier."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guard.plans import Json, judge, plan, rules, update

ADDRESS = "aws_s3_bucket_lifecycle_configuration.uploads"


def rule(name: str, prefix: str = "", *, enabled: bool = True, **actions: Any) -> Json:
    blocks = {action: [values] for action, values in actions.items()}
    status = "Enabled" if enabled else "Disabled"
    return {"id": name, "status": status, "filter": [{"prefix": prefix}] if prefix else [], **blocks}


def expires(days: int) -> Json:
    return {"expiration": {"days": days}}


def old(days: int, kept: int = 0) -> Json:
    return {"noncurrent_version_expiration": {"noncurrent_days": days, "newer_noncurrent_versions": kept or None}}


def found(before: list[Json], after: list[Json]) -> set[str]:
    return rules(judge(plan(update(ADDRESS, {"rule": before}, {"rule": after}))))


UPLOADS: Json = {"abort_incomplete_multipart_upload": {"days_after_initiation": 7}}
LIVE = [rule("uploads", **UPLOADS), rule("old", **old(30))]


@pytest.mark.parametrize(
    "after",
    [
        [rule("uploads", "tmp/", **UPLOADS), rule("old", **old(30))],
        [rule("uploads", **UPLOADS)],
        [rule("old", **old(30))],
        [rule("old", **old(30), enabled=False)],
        [rule("old", **old(60))],
        [rule("old", **old(30, 5))],
        [rule("old", "tmp/", **old(30))],
        [rule("other name", **old(30))],
        [rule("all", **old(30), **UPLOADS)],
        [rule("a", "a/", **old(30)), rule("b", "b/", **old(40))],
        [*LIVE, rule("markers", expiration={"expired_object_delete_marker": True})],
        [*LIVE, rule("cheaper", transition={"days": 0, "storage_class": "STANDARD_IA"})],
        [*LIVE, rule("archive", transition={"days": 30, "storage_class": "DEEP_ARCHIVE"})],
        [{**rule("old", **old(30)), "filter": [{"and": [{"prefix": "a/", "tags": {"keep": "no"}}]}]}],
    ],
)
def test_rules_that_delete_no_more_pass(after: list[Json]) -> None:
    assert found(LIVE, after) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LIVE, [rule("old", **old(29))]),
        (LIVE, [*LIVE, rule("tmp", "tmp/", **expires(7))]),
        (LIVE, [*LIVE, rule("date", expiration={"date": "2027-01-01T00:00:00Z"})]),
        ([rule("old", **old(30, 5))], [rule("old", **old(30, 4))]),
        ([rule("old", "a/", **old(30))], [rule("old", **old(30))]),
        ([rule("old", "a/", **old(30))], [rule("old", "b/", **old(30))]),
        ([rule("old", **old(30), enabled=False)], [rule("old", **old(30))]),
        ([{**rule("old", **old(30)), "filter": [{"object_size_greater_than": 9}]}], [rule("old", **old(30))]),
        ([{**rule("old", **old(30)), "filter": [{"tag": [{"key": "a", "value": "b"}]}]}], [rule("old", **old(30))]),
        ([{**rule("old", **old(30)), "filter": [], "prefix": "a/"}], [rule("old", **old(30))]),
    ],
)
def test_rules_that_delete_more_are_blocked(before: list[Json], after: list[Json]) -> None:
    assert found(before, after) == {"retention-shortened"}


def test_archive_within_a_month_is_blocked_unless_it_is_as_before() -> None:
    archive = [rule("archive", "a/", transition={"days": 7, "storage_class": "GLACIER"})]
    assert found([], archive) == {"objects-archived"}
    assert found(archive, archive + LIVE[:1]) == set()
    assert found(archive, [{**archive[0], "filter": []}]) == {"objects-archived"}


def test_objects_that_expire_on_a_date_may_become_fewer_and_not_more() -> None:
    wide, narrow = (rule("date", prefix, expiration={"date": "2027-01-01T00:00:00Z"}) for prefix in ("a/", "a/b/"))
    assert found([wide], [narrow]) == set()
    assert found([narrow], [wide]) == {"retention-shortened"}
    assert found([wide], [{**wide, "expiration": [{"date": "2026-12-01T00:00:00Z"}]}]) == {"retention-shortened"}


PREFIXES = st.sampled_from(["", "a/", "a/b/", "c/"])
DAYS = st.integers(min_value=1, max_value=60)


@given(prefix=PREFIXES, days=DAYS, narrower=st.sampled_from(["", "x/", "y"]), later=st.integers(0, 30), name=st.text())
def test_narrower_and_later_passes_and_its_reverse_does_not(
    prefix: str, days: int, narrower: str, later: int, name: str
) -> None:
    wide, narrow = rule("one", prefix, **expires(days)), rule(name, prefix + narrower, **expires(days + later))
    assert found([wide], [narrow]) == set()
    assert found([narrow], [wide]) == ({"retention-shortened"} if narrower or later else set())
