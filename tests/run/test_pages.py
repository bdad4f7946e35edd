import os
import signal

import pytest

from coranto.errors import NoArticle
from coranto.run.pages import PagePool

URL = "https://daily.example/a"
WORDS = "".join(
    f"<p>Words of the article, number {n}, and more of them in this line of {n * n}.</p>" for n in range(20)
)
PAGE = (
    f"<html><head><title>A title of some length</title></head><body><article>{WORDS}</article></body></html>".encode()
)


def test_pages_are_read_in_processes_and_failures_are_explained():
    with PagePool(workers=2) as pool:
        futures = [pool.read(PAGE, f"{URL}{number}") for number in range(6)]
        bad = pool.read(b"", URL)
        assert [future.result().url for future in futures] == [f"{URL}{number}" for number in range(6)]
        with pytest.raises(NoArticle, match="empty"):
            bad.result()
    with pytest.raises(RuntimeError, match="closed"):
        pool.read(PAGE, URL)


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read():
    with PagePool(workers=1, timeout=0.01) as pool:
        slow = pool.read(PAGE * 400, URL)
        with pytest.raises(NoArticle, match="longer than"):
            slow.result()
        pool.timeout = 30
        assert pool.read(PAGE, URL).result().title == "A title of some length"


def test_a_killed_worker_costs_one_page_at_most():
    with PagePool(workers=1) as pool:
        pool.read(PAGE, URL).result()
        (worker,) = pool.processes
        os.kill(worker, signal.SIGKILL)
        results = []
        for number in range(3):
            try:
                results.append(pool.read(PAGE, f"{URL}{number}").result().url)
            except NoArticle as why:
                results.append(why.what)
        assert results[1:] == [f"{URL}1", f"{URL}2"]
