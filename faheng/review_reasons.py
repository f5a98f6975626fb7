"""Why a reviewer sends a figure back: the short list, to which a text may be added."""

from __future__ import annotations

REVIEW_REASONS = {
    "mismatch": "与佐证材料或台账不一致",
    "definition": "口径不对",
    "jump": "变化过大，请说明原因",
    "evidence": "请补充佐证材料",
    "period": "时期不对",
    "region": "地区或单位不对",
    "typo": "疑似填错（多一位、少一位、写错列）",
    "other": "其他（请写明）",
}
