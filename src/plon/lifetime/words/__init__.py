"""Marketing words in Polish and English: labels, advice and sentences by code."""

from plon.lifetime.words.acquisition import (
    band_advice,
    band_label,
    channel_advice_sentence,
    decision_sentence,
    industry_label,
    position_label,
    ratio_text,
)
from plon.lifetime.words.changes import (
    drop_sentence,
    movement_sentence,
    segment_share_sentence,
    segment_value_sentence,
    top_share_sentence,
)
from plon.lifetime.words.findings import finding_level_label, finding_sentence
from plon.lifetime.words.groups import (
    group_action,
    group_label,
    group_meaning,
    policy_label,
    policy_sentence,
    tier_label,
)
from plon.lifetime.words.methods import (
    business_label,
    method_formula,
    method_label,
    notice_sentence,
)

__all__ = [
    "band_advice",
    "band_label",
    "business_label",
    "channel_advice_sentence",
    "decision_sentence",
    "drop_sentence",
    "finding_level_label",
    "finding_sentence",
    "group_action",
    "group_label",
    "group_meaning",
    "industry_label",
    "method_formula",
    "method_label",
    "movement_sentence",
    "notice_sentence",
    "policy_label",
    "policy_sentence",
    "position_label",
    "ratio_text",
    "segment_share_sentence",
    "segment_value_sentence",
    "tier_label",
    "top_share_sentence",
]
