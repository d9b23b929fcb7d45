"""All faults by name; importing this module fills `faults.FAULTS`."""

from __future__ import annotations

from .answer_faults import ANSWER_FAULTS
from .faults import FAULTS, catalogue
from .left_out_faults import LEFT_OUT_FAULTS
from .limit_faults import LIMIT_FAULTS
from .transport_faults import TRANSPORT_FAULTS

__all__ = ["FAULTS"]

FAULTS.update(catalogue(TRANSPORT_FAULTS, LIMIT_FAULTS, ANSWER_FAULTS, LEFT_OUT_FAULTS))
