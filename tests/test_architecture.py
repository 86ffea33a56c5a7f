from importlinter.cli import lint_imports


def test_data_flows_one_way_through_the_rooms() -> None:
    assert lint_imports(no_cache=True, no_logo=True) == 0
