from plon.runtime.ids import new_id


def test_an_id_is_a_version_7_uuid() -> None:
    made = new_id()

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_ids_rise_with_time_and_never_repeat() -> None:
    made = [new_id() for _ in range(10_000)]

    assert len(set(made)) == len(made)
    assert [each.int >> 80 for each in made] == sorted(each.int >> 80 for each in made)
