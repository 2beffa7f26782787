"""The works of the bench stand on the application's doors: those doors are still there."""

import pkgutil
from importlib import import_module

import pytest

import bench.application

WORKS = sorted(each.name for each in pkgutil.iter_modules(bench.application.__path__))


@pytest.mark.parametrize("name", [each for each in WORKS if each != "__main__"])
def test_a_work_of_the_bench_finds_what_it_calls(name: str) -> None:
    assert import_module(f"bench.application.{name}")
