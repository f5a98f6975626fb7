from faheng.views.findings import Finding, FindingGroup
from faheng.views.ways import findings_without_ways, notes_without_ways


def test_a_note_loses_what_only_its_page_has() -> None:
    notes = (
        "线断开处没有数，原因见下表。",
        "图上写不下，见表：东湖区、西岭区。",
        "在手机上图里写不下，见表：东湖区。",
        "颜色只按数值分档，不是检验：跨档的差别也可能出于偶然，真有差别的写在图上，写不下的见表。",
        "12项指标的目标中，2项为建议值，办公室可以换成自己的（见指标目录）。",
        "“正式”的数已核定。",
    )
    assert notes_without_ways(notes) == (
        "线断开处没有数。",
        "颜色只按数值分档，不是检验：跨档的差别也可能出于偶然。",
        "12项指标的目标中，2项为建议值。",
        "“正式”的数已核定。",
    )


def test_a_finding_loses_the_name_of_a_tab() -> None:
    groups = (FindingGroup((Finding("另有 9 项未达到目标，见“扣分在哪”。", good=False),), "短板"),)
    assert findings_without_ways(groups) == (
        FindingGroup((Finding("另有 9 项未达到目标。", good=False),), "短板"),
    )
