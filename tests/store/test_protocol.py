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
    promised, kept = (inspect.signature(getattr(one, name)).parameters.values() for one in (Store, Database))
    without_types = [[part.replace(annotation=part.empty) for part in list(one)[1:]] for one in (promised, kept)]
    assert without_types[0] == without_types[1]  # the types are the type checker's affair


def test_there_are_no_others():
    own = {name for part in Database.__mro__[:-1] for name in vars(part) if not name.startswith("_")}
    assert own - OWN == set(METHODS)
