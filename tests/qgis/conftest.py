"""For all tests in QGIS's own Python."""

import sys

import pytest


@pytest.fixture(autouse=True)
def nothing_is_raised_where_qt_calls(monkeypatch):
    """With a hook PyQt goes on after an exception in a slot or a task, instead of ending the process."""
    raised = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: raised.append(error))
    yield
    assert raised == []
