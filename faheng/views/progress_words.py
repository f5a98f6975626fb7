"""报送进度 in words: the board as a matrix and a table, its title, and the reminder for a chat group."""

from __future__ import annotations

from datetime import date

from faheng.address import address
from faheng.charts.spec import Matrix, MatrixCell, MatrixColumn, MatrixRow, Tone
from faheng.measures.wording import MADE_UP, MISSING, share_text
from faheng.period import FORM_NAMES, Period
from faheng.tables import Column, Table
from faheng.views.progress import STATE_NAMES, Cell, Form, Progress, Row, Share

_TONES: dict[str, Tone] = {
    "released": "met",
    "accepted": "met",
    "pending": "near",
    "part": "near",
    "sent": "plain",
    "returned": "unmet",
    "missing": "missing",
    "not_owed": "none",
}
_NOT_THERE = "当时没有这个地区"
_WHO_TO_NAME = 8  # regions in a title


def form_name(period: Period) -> str:
    """`2025年3月月报`, `2025年年报`: what the form of a period is called."""
    return f"{period}{FORM_NAMES[period.frequency]}".replace("半年半年报", "半年报").replace(
        "季度季报", "季度报"
    )


def days_words(days_left: int) -> str:
    """`还有 5 天`, `今天截止`, `逾期 3 天`."""
    if days_left == 0:
        return "今天截止"
    return f"还有 {days_left} 天" if days_left > 0 else f"逾期 {-days_left} 天"


def day_words(day: date) -> str:
    """`11月10日`."""
    return f"{day.month}月{day.day}日"


def board_matrix(board: Progress) -> Matrix:
    """Regions × forms: state and what it says of the deadline; shares with numerator and denominator; the city last."""
    columns = [
        MatrixColumn(f"{_short(form.period)} {_next_year(form)}{day_words(form.deadline.due_on)}止")
        for form in board.forms
    ]
    columns += [MatrixColumn("报齐率", is_total=True), MatrixColumn("及时率", is_total=True)]
    rows = [_matrix_row(board, row) for row in board.rows]
    if board.is_whole:
        counted = [
            MatrixCell(f"{form.complete.part}/{form.complete.whole}", about="报齐的地区")
            for form in board.forms
            if form.complete
        ]
        shares = (board.completeness, board.timeliness)
        rows.append(MatrixRow("报齐地区数", (*counted, *map(_share_cell, shares)), is_sum=True))
    return Matrix(
        title=title(board),
        subtitle=_subtitle(board),
        source=_source(board),
        made_up=board.made_up,
        corner="地区",
        columns=tuple(columns),
        rows=tuple(rows),
    )


def _matrix_row(board: Progress, row: Row) -> MatrixRow:
    cells = [_matrix_cell(cell, form) for cell, form in zip(row.cells, board.forms, strict=True)]
    return MatrixRow(_name(board, row), (*cells, _share_cell(row.completeness), _share_cell(row.timeliness)))


def _matrix_cell(cell: Cell, form: Form) -> MatrixCell:
    tone = _TONES[cell.state]
    is_late = not cell.is_complete and form.is_past
    if is_late:
        tone = "unmet"
    return MatrixCell(
        state_words(cell),
        tone,
        sign="×" if is_late else "",
        detail=_deadline_words(cell, form),
        about=f"{form_name(form.period)}：{cell_words(cell, form) if cell.is_owed else _NOT_THERE}",
    )


def state_words(cell: Cell) -> str:
    """`部分 12/20`, `退回 3`, `已发布`."""
    words = STATE_NAMES[cell.state]
    if cell.state == "part":
        return f"{words} {cell.received}/{cell.due}"
    return f"{words} {cell.returned}" if cell.state == "returned" else words


def _deadline_words(cell: Cell, form: Form) -> str:
    """Days left or overdue while something is missing; how late it came when it came late."""
    if not cell.is_complete:
        return days_words(form.days_left)
    if cell.completed_on is None or cell.is_timely(form.deadline.due_on):
        return ""
    return f"晚 {(cell.completed_on - form.deadline.due_on).days} 天"


def cell_words(cell: Cell, form: Form) -> str:
    """`部分 12/20，逾期 3 天`: a cell in one line."""
    return "，".join(part for part in (state_words(cell), _deadline_words(cell, form)) if part)


def _share_cell(share: Share | None) -> MatrixCell:
    if share is None or not share.whole:
        return MatrixCell(MISSING, "none")
    return MatrixCell(share_text(share.part, share.whole), detail=f"{share.part}/{share.whole}")


def _name(board: Progress, row: Row) -> str:
    return f"{row.region.name}（全市上报数）" if row.region.code == board.city.code else row.region.name


def _until(form: Form, board: Progress) -> str:
    due_on = form.deadline.due_on
    return day_words(due_on) if due_on.year == board.today.year else f"{due_on.year}年{day_words(due_on)}"


def _next_year(form: Form) -> str:
    return "次年 " if form.deadline.due_on.year > form.period.year else ""


def _short(period: Period) -> str:
    return str(period).removeprefix(f"{period.year}年") or "全年"


def title(board: Progress) -> str:
    """What the board says: of the latest form that can be filled in, who has not handed in all of it."""
    ended = [place for place, form in enumerate(board.forms) if form.has_ended(board.today)]
    if not ended:
        return f"{board.city.name}{board.year}年还没有到可以报送的{FORM_NAMES[board.frequency]}"
    place = ended[-1]
    form = board.forms[place]
    asked = [row for row in board.rows if (board.is_whole or row.is_own) and row.cells[place].is_owed]
    if not asked:
        return f"{form_name(form.period)}：没有要报的单位"
    late = [_name(board, row) for row in asked if not row.cells[place].is_complete]
    head = f"{form_name(form.period)}（{_until(form, board)}截止，{days_words(form.days_left)}）"
    if form.is_past and not late:
        head = f"{form_name(form.period)}（{_until(form, board)}截止）"
    names = "、".join(late[:_WHO_TO_NAME]) + (f"等 {len(late)} 个" if len(late) > _WHO_TO_NAME else "")
    if not board.is_whole:
        mine = "、".join(_name(board, row) for row in asked[:_WHO_TO_NAME])
        return f"{head}：{f'{names}没报齐' if late else f'{mine}报齐了'}"
    if not late:
        return f"{head}：{len(asked)} 个单位都报齐了"
    return f"{head}：{len(asked)} 个单位中 {len(late)} 个没报齐，{names}"


def _subtitle(board: Progress) -> str:
    if not board.is_whole:
        return "自己的地区看得到每一步；别的地区只显示未报、已报、已发布，不显示份数和退回。报齐率、及时率只算截止日已过的表。"
    return (
        "未报 → 待审 → 通过 → 已发布；部分：报了应报指标中的几个；退回：有几个指标被退回。无案件、不涉及算已报。"
        "报齐率 = 收到且没有退回的指标数 ÷ 应报指标数；及时率 = 截止日当天或以前报齐的表 ÷ 应报的表；都只算截止日已过的表，"
        "按文件收到的时间算，退回后改报的按新文件算。"
    )


def _source(board: Progress) -> str:
    mark = f"{MADE_UP} · " if board.made_up else ""
    return f"{mark}来源：报送记录 · {board.today:%Y-%m-%d} · 只有状态和个数，没有未发布的数字"


def board_table(board: Progress) -> Table:
    """The board as a sheet: one row per region."""
    forms = [
        Column(form.period.code, f"{form_name(form.period)}（{form.deadline.due_on:%Y-%m-%d}止）")
        for form in board.forms
    ]
    shares = ("报齐率", "应报指标", "已报指标", "及时率", "应报表", "及时报齐")
    return Table(
        title=f"{board.city.name}{board.year}年{FORM_NAMES[board.frequency]}报送进度",
        columns=(Column("region", "地区"), *forms, *(Column(name, name) for name in shares)),
        rows=tuple(
            (
                _name(board, row),
                *(cell_words(cell, form) for cell, form in zip(row.cells, board.forms, strict=True)),
                *_share_columns(row.completeness),
                *_share_columns(row.timeliness),
            )
            for row in board.rows
        ),
        keys=tuple(row.region.code for row in board.rows),
        source=_source(board),
        notes=(_subtitle(board),),
        made_up=board.made_up,
    )


def _share_columns(share: Share | None) -> tuple[str, str, str]:
    if share is None or not share.whole:
        return MISSING, MISSING, MISSING
    return share_text(share.part, share.whole), str(share.whole), str(share.part)


def reminder(board: Progress, *, region_code: str = "") -> str:
    """A text for a chat group about every form that is over and not complete; empty when there is none.

    Of all regions it says only who has not handed in all of it: the group learns of nobody that a file was sent back. For
    one region (`region_code`) it says how much is missing.
    """
    lines: list[str] = []
    for place, form in enumerate(board.forms):
        late = [
            row
            for row in board.rows
            if not row.cells[place].is_complete
            and form.has_ended(board.today)
            and region_code in ("", row.region.code)
        ]
        if not late:
            continue
        who = _missing_of(board, late[0], place) if region_code else _who(board, late, place)
        until = f"{_until(form, board)}截止，{days_words(form.days_left)}"
        lines.append(f"{len(lines) + 1}. {form_name(form.period)}（{until}）　{who}")
    if not lines:
        return ""
    about = f"【报送提醒】{board.city.name}法治建设指标（截至{board.today.year}年{day_words(board.today)}）"
    return "\n".join(
        [
            f"{about}{'　' + MADE_UP if board.made_up else ''}",
            "各位同事好，以下报表还没有报齐：",
            *lines,
            "请尽快登录“数据报送”填报；刚刚报过的请忽略。有困难请与我们联系，谢谢！",
            "网址：",
        ]
    )


def _who(board: Progress, late: list[Row], place: int) -> str:
    """`未报：西岭区；未报齐：东湖区、白溪区`."""
    groups: dict[str, list[str]] = {"未报": [], "未报齐": []}
    for row in late:
        groups["未报" if row.cells[place].state == "missing" else "未报齐"].append(_name(board, row))
    return "；".join(f"{words}：{'、'.join(names)}" for words, names in groups.items() if names)


def _missing_of(board: Progress, row: Row, place: int) -> str:
    cell = row.cells[place]
    back = f"，其中 {cell.returned} 个已退回，请改好后重报" if cell.returned else ""
    return f"{_name(board, row)}应报 {cell.due} 个指标，还缺 {cell.due - cell.received} 个{back}"


def submission_path(board: Progress, *, region_code: str = "") -> str:
    """Where to hand in: the page's path and choices, to be put behind the address of the server."""
    choices = {"city": board.city.code, "year": str(board.year)}
    return address("submission", **choices, unit=region_code).url
