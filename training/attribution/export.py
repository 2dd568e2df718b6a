"""Writes two trained taggers as the file that the program embeds, and a fixture of what they say of made-up tokens.

`python export.py TRAIN cues.npz roles.npz`; TRAIN is the folder they were trained on. Matrices and rows of traits are
rounded to bytes with a scale a row.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from model import Tagger

ROOT = Path(__file__).resolve().parents[2]


def matrix(name, weight, bias=None):
    scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
    out = {name: np.round(weight / scale[:, None]).astype(np.int8), name + ".scale": scale.astype(np.float32)}
    return out if bias is None else out | {name + ".bias": bias.astype(np.float32)}


def tensors(name, t):
    out = matrix(f"{name}.own", t["own.weight"], t["own.bias"])
    out |= matrix(f"{name}.other", t["other.weight"])
    out |= matrix(f"{name}.traits", t["traits.weight"])
    for side, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
        get = lambda kind: t[f"lstm.{kind}{suffix}"]
        steps = np.concatenate([get("weight_ih"), get("weight_hh")], 1)
        out |= matrix(f"{name}.lstm.{side}.step", steps, get("bias_ih") + get("bias_hh"))
    out |= matrix(f"{name}.out", t["out.weight"])
    steps = np.where(t["forbidden"] < 0, -np.inf, t["steps"])
    return out | {f"{name}.steps": steps.astype(np.float32)}


@torch.no_grad()
def made_up(task, weights, states, rng):
    """Two sequences of random tokens and their scores."""
    model = Tagger(task, states.shape[1])
    model.load_state_dict({k: torch.from_numpy(weights[k]).float() for k in weights.files})
    model.eval()
    firsts = np.cumsum([0, *task["sizes"][:-1]])
    out = []
    for length in (4, 7):
        own, other = rng.integers(0, len(states), (2, length))
        traits = np.stack([rng.integers(0, n, length) for n in task["sizes"]], 1)
        real = lambda i: torch.from_numpy(states[i]).float()[None] / 127
        b = {"own": real(own), "other": real(other), "traits": torch.from_numpy(traits + firsts)[None], "mask": torch.ones(1, length)}
        scores = model.scores(b)[0].flatten().tolist()
        out.append({"own": own.tolist(), "other": other.tolist(), "traits": traits.tolist(), "scores": [round(s, 3) for s in scores]})
    return out


def main():
    about = json.loads((Path(sys.argv[1]) / "about.json").read_text())
    rng = np.random.default_rng(1)
    states = rng.integers(-127, 128, (5, about["width"])).astype(np.int8)
    out, fixture = {}, {"states": states.tolist()}
    for name, path in zip(("cues", "roles"), sys.argv[2:], strict=True):
        weights = np.load(path)
        out |= tensors(name, weights)
        fixture[name] = made_up(about[name], weights, states, rng)
    save_file({k: np.ascontiguousarray(v) for k, v in out.items()}, ROOT / "models/en/attributions.safetensors")
    (ROOT / "crates/annalist-extract/tests/taggers.json").write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
