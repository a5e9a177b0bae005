"""MiniLM in numpy: against published numbers, against the same model written out naively, and its promises."""

import json
import math
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file  # pyright: ignore[reportUnknownVariableType]
from tokenizers import Tokenizer

from hallway.services.profiles.matching import embedding
from hallway.services.profiles.matching.embedding import DIMENSION, Embedder, find_model, load_embedder, unit

FOLDER = find_model()
needs_model = pytest.mark.skipif(FOLDER is None, reason="the model package is not installed")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    assert FOLDER is not None
    return Embedder(FOLDER)


@needs_model
def test_published_numbers(embedder: Embedder) -> None:
    """The similarities on the model's page, and the first numbers its documentation prints."""
    happy = embedder.embed(
        ["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"]
    )
    assert happy[0] @ happy[1:].T == pytest.approx([0.695, 0.943, 0.257], abs=6e-4)
    first = embedder.embed(["This is an example sentence"])[0]
    assert first[:4] == pytest.approx([6.7657e-02, 6.3496e-02, 4.8713e-02, 7.9305e-02], abs=2e-6)


@needs_model
def test_equals_the_model_written_out_one_token_at_a_time(embedder: Embedder) -> None:
    assert FOLDER is not None
    text = "Rust for embedded devices"
    assert embedder.embed([text])[0] == pytest.approx(_naive(FOLDER, text), abs=5e-6)


def _naive(folder: Path, text: str) -> list[float]:
    """The same network in double precision, without batches, matrices of heads, or an approximated erf."""
    w = {name: value.astype(np.float64) for name, value in load_file(folder / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    heads = json.loads((folder / "config.json").read_text())["num_attention_heads"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        return (x - x.mean()) / math.sqrt(x.var() + 1e-12) * w[f"{name}.weight"] + w[f"{name}.bias"]

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return w[f"{name}.weight"] @ x + w[f"{name}.bias"]

    e = "embeddings"
    xs = [
        norm(
            w[f"{e}.word_embeddings.weight"][token]
            + w[f"{e}.position_embeddings.weight"][place]
            + w[f"{e}.token_type_embeddings.weight"][0],
            f"{e}.LayerNorm",
        )
        for place, token in enumerate(tokenizer.encode(text).ids)
    ]
    for number in range(6):
        layer = f"encoder.layer.{number}"
        q, k, v = ([dense(x, f"{layer}.attention.self.{p}") for x in xs] for p in ("query", "key", "value"))
        size = DIMENSION // heads
        after = []
        for place, x in enumerate(xs):
            mixed = np.zeros(DIMENSION)
            for head in range(heads):
                part = slice(head * size, (head + 1) * size)
                odds = np.array([math.exp(q[place][part] @ other[part] / math.sqrt(size)) for other in k])
                mixed[part] = sum(o * value[part] for o, value in zip(odds / odds.sum(), v, strict=True))
            x = norm(x + dense(mixed, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm")
            wide = dense(x, f"{layer}.intermediate.dense")
            wide = np.array([u * 0.5 * (1 + math.erf(u / math.sqrt(2))) for u in wide])
            after.append(norm(x + dense(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm"))
        xs = after
    mean = np.mean(xs, axis=0)
    return [float(x) for x in mean / np.linalg.norm(mean)]


@needs_model
def test_batches_change_nothing(embedder: Embedder) -> None:
    texts = ["a", "Kubernetes operators in Go", "word " * 300, "", "Ω≈ç 漢字 🦀", "b"] * 6
    together = embedder.embed(texts)
    assert together.shape == (36, DIMENSION)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(36), abs=1e-5)
    alone = np.concatenate([embedder.embed([text]) for text in texts[:6]])
    assert together[:6] == pytest.approx(alone, abs=2e-6)
    assert embedder.embed([]).shape == (0, DIMENSION)


@needs_model
def test_meaning_before_spelling(embedder: Embedder) -> None:
    v = embedder.embed(["container orchestration", "Kubernetes", "containers for shipping by sea", "baking bread"])
    likeness = [float(v[0] @ other) for other in v[1:]]
    assert likeness[0] > likeness[2]
    assert likeness[1] > likeness[2]
    steps = embedder.embed(["machine learning", "deep neural networks", "database indexes", "sourdough recipes"])
    assert all(a > b for a, b in pairwise(steps[0] @ steps[1:].T))


@needs_model
def test_a_hostile_text_is_bounded_work(embedder: Embedder) -> None:
    assert embedder.embed(["x" * 5_000_000]).shape == (1, DIMENSION)


@needs_model
def test_many_threads_share_one(embedder: Embedder) -> None:
    assert FOLDER is not None
    fresh, expected = Embedder(FOLDER), embedder.embed(["threads"])
    results: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: results.append(fresh.embed(["threads"]))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert all(np.allclose(result, expected, atol=1e-6) for result in results)


def test_without_the_package_there_is_no_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "MODEL_PACKAGE", "no_such_package_anywhere")
    assert find_model() is None
    assert load_embedder() is None


def test_unit_keeps_zeros() -> None:
    assert unit(np.array([[3, 4], [0, 0]], dtype=np.float32)) == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))
