"""The store is the protocol, all of it and nothing that a caller could not find there."""

import inspect

import pytest

from coranto.store.database import Database
from coranto.store.protocol import Store

PARTS = [part for part in Store.__mro__ if part.__module__.startswith("coranto.")]
METHODS = sorted(name for part in PARTS for name in vars(part) if not name.startswith("_"))
OWN = {"session"}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_takes_what_the_protocol_says(name):
    promised, kept = inspect.signature(getattr(Store, name)), inspect.signature(getattr(Database, name))
    assert list(kept.parameters.values())[1:] == list(promised.parameters.values())[1:]
    assert kept.return_annotation == promised.return_annotation


def test_there_are_no_others():
    own = {name for part in Database.__mro__[:-1] for name in vars(part) if not name.startswith("_")}
    assert own - OWN == set(METHODS)
