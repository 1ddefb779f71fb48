"""Makes the PyTorch files beside this script: python make.py (torch 2.11)."""

import io
import zipfile
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent


def state_dict():
    table = torch.arange(12, dtype=torch.float32).reshape(4, 3)
    state = OrderedDict(
        float32=torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4,
        float16=torch.tensor([1.0, -2.0, 0.5], dtype=torch.float16),
        bfloat16=torch.tensor([[1.0, -2.0], [0.5, 3.0]], dtype=torch.bfloat16),
        float64=torch.tensor([1e300], dtype=torch.float64),
        int64=torch.tensor([-1, 2**40]),
        int8=torch.tensor([-3], dtype=torch.int8),
        bool=torch.tensor([True, False]),
        scalar=torch.tensor(7.0),
        empty=torch.zeros(0, 4),
        tied=table,
        tied_too=table,
        row=table[2],
        column_of_one=table[1:2].t()[:, :1],
        parameter=nn.Parameter(torch.tensor([5.0])),
    )
    state._metadata = OrderedDict({"": {"version": 1}})
    return state


def zip64(data):
    """The same archive with every size, offset and count in its zip64 field."""
    zipfile.ZIP64_LIMIT = 0
    zipfile.ZIP_FILECOUNT_LIMIT = 0
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(zipfile.ZipInfo(info.filename), source.read(info))
    # Python keeps the short end record's fields where they fit; large archives have them saturated.
    return out.getvalue()[:-14] + b"\xff" * 12 + b"\0\0"


torch.save(state_dict(), HERE / "state-dict.bin")
torch.save(state_dict(), HERE / "protocol4.bin", pickle_protocol=4)
torch.save(state_dict(), HERE / "before-1.6.bin", _use_new_zipfile_serialization=False)
torch.save({"turned": torch.zeros(2, 3).t()}, HERE / "not-contiguous.bin")
torch.save({"epoch": 3, "model": state_dict()}, HERE / "nested.bin")
torch.save(nn.Linear(1, 1), HERE / "whole-module.bin")
(HERE / "zip64.bin").write_bytes(zip64((HERE / "state-dict.bin").read_bytes()))
