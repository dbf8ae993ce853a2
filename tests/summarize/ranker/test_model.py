"""The models that ship: that they are what their files say, and that their nets answer chances."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from bot.summarize.ranker.features import FILE, Net, known_rows, load_model
from bot.summarize.ranker.traits import EDITOR, load_editor

NETS = ("word", "pair")
EDITORS = ("short", "line")
MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def arrays():
    """The arrays of the file as they are stored."""
    with files("bot.summarize.ranker").joinpath(FILE).open("rb") as file, np.load(file) as stored:
        return {name: stored[name] for name in stored.files}


def test_the_file_has_the_arrays_that_are_documented_and_no_other(arrays):
    stems = bytes(arrays["stems"]).decode().split("\n")
    shapes = {"stems": arrays["stems"].shape}
    shapes |= dict.fromkeys(("rarity", "pull", "known", "stop"), (len(stems) + 1,))
    for net in NETS:
        features, hidden = arrays[f"{net}_hidden"].shape
        shapes |= {
            f"{net}_mean": (features,),
            f"{net}_scale": (features,),
            f"{net}_hidden": (features, hidden),
            f"{net}_bias": (hidden,),
            f"{net}_out": (hidden,),
            f"{net}_direct": (features,),
            f"{net}_base": (1,),
        }

    assert {name: array.shape for name, array in arrays.items()} == shapes


def test_what_was_learned_from_editors_is_two_nets_that_see_the_same_and_no_text():
    with files("bot.summarize.ranker").joinpath(EDITOR).open("rb") as file, np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files}

    assert set(arrays) == {f"{net}_{part}" for net in EDITORS for part in Net.__slots__}
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    assert len({arrays[f"{net}_mean"].shape for net in EDITORS}) == 1


@pytest.mark.parametrize("file", [FILE, EDITOR])
def test_the_files_are_small(file):
    assert len(files("bot.summarize.ranker").joinpath(file).read_bytes()) <= MOST_BYTES


def test_the_file_holds_numbers_and_single_words_alone(arrays):
    stems = bytes(arrays.pop("stems")).decode().split("\n")

    assert len(set(stems)) == len(stems) >= 1000
    assert not [stem for stem in stems if not stem or stem.split() != [stem]]
    assert {array.dtype.kind for array in arrays.values()} == {"f"}
    assert not any(np.isnan(array).any() for array in arrays.values())
    infinite = {name for name, array in arrays.items() if not np.isfinite(array).all()}
    assert infinite <= {f"{net}_scale" for net in NETS}
    assert all((arrays[f"{net}_scale"] > 0).all() for net in NETS)


def test_flags_are_flags_and_a_pull_belongs_to_a_known_word():
    table = load_model().table

    assert set(table.is_known) == set(table.is_stop_word) == {0, 1}
    assert not table.pull[table.is_known == 0].any()


def test_words_get_their_own_row_and_unknown_ones_the_last():
    model = load_model()
    found = model.look_up(np.array([4, -1, 0]))

    assert len(known_rows()) == len(model.table.rarity) - 1
    for column, stored in zip(found, model.table, strict=True):
        assert column.tolist() == [stored[4], stored[-1], stored[0]]


def test_an_unknown_word_is_rarer_than_any_known_one():
    rarity = load_model().table.rarity

    assert rarity[-1] >= rarity[:-1].max()


def test_of_no_words_nothing_is_known():
    assert [len(column) for column in load_model().look_up(np.zeros(0, int))] == [0, 0, 0, 0]


def test_the_model_is_read_once():
    assert load_model() is load_model()


@pytest.mark.parametrize("name", [*NETS, *EDITORS])
def test_nets_answer_chances_whatever_they_see(name):
    net = getattr(load_editor() if name in EDITORS else load_model(), name)
    chance = np.random.default_rng(1)
    features = len(net.mean)
    seen = np.concatenate(
        [
            chance.normal(0, 1, (50, features)),
            chance.normal(0, 1e6, (50, features)),
            np.zeros((1, features)),
        ]
    ).astype(np.float32)
    answers = net(seen)

    assert answers.shape == (101,)
    assert ((answers >= 0) & (answers <= 1)).all()


def _net(**parts):
    given = {
        "mean": np.array([1.0, 5.0]),
        "scale": np.array([2.0, np.inf]),
        "hidden": np.array([[0.5], [9.0]]),
        "bias": np.array([0.1]),
        "out": np.array([2.0]),
        "direct": np.array([0.3, 9.0]),
        "base": np.array([-1.0]),
    }
    return Net(**(given | parts))


def test_a_net_is_one_hidden_layer_and_a_direct_way_around_it():
    expected = 1 / (1 + np.exp(-(2 * np.tanh(0.5 * 1.5 + 0.1) + 0.3 * 1.5 - 1)))

    assert _net()(np.array([[4.0, 7.0]])) == pytest.approx([expected])


def test_a_feature_that_never_changed_tells_nothing():
    assert _net()(np.array([[4.0, -1e9]])) == pytest.approx(_net()(np.array([[4.0, 5.0]])))


def test_beyond_five_deviations_a_feature_tells_nothing_more():
    assert _net()(np.array([[12.0, 5.0]])) == pytest.approx(_net()(np.array([[11.0, 5.0]])))


def test_a_net_is_read_from_the_arrays_of_its_name():
    net = _net()
    arrays = {f"word_{part}": getattr(net, part) for part in Net.__slots__}

    assert Net.read(arrays, "word") == net
