"""The words of headers, totals and periods that mean the same in every city; exact matches only."""

import re

from faheng.intake.texts import match_key


def _words(text: str) -> frozenset[str]:
    return frozenset(match_key(word) for word in text.split())


REGION_HEADERS = _words(
    "地区 县区 区县 县(区) 区(县) 县市区 县(市、区) 县(市区) 市县 旗县区 旗(县、区) 地区名称 县区名称 县区名 行政区 行政区划 "
    "行政区域 区域 填报地区 上报地区 报送地区 地方 单位名称 填报单位 报送单位 上报单位 单位 各县区 所属县区 所属地区 辖区 区划 "
    "所属区 所属县 所属县(区) 所属区县 县(区)名称 地区代码 区划代码 行政区代码 行政区划代码 县区(单位) 地市"
)
PERIOD_HEADERS = _words(
    "年份 年度 时期 统计时期 时间 统计时间 报告期 报告期别 统计期 期间 所属时期 数据时期 数据年份 统计年度 统计年份 所属年度 "
    "统计期间 统计时段 所属期间 所属期 报告期间 数据期间 期别 季度 月份 年 周期 月 季 月度"
)
# Under these a bare number is a month or a quarter.
BARE_PERIODS = {"月份": "月", "月": "月", "月度": "月", "季度": "季度", "季": "季度"}
INDICATOR_HEADERS = _words(
    "指标 指标名称 指标代码 指标编码 指标编号 统计指标 指标项 指标名 项目 项目名称 统计项目 数据项 代码 编码 编号"
)
UNIT_HEADERS = _words("单位 计量单位 数据单位 指标单位")
PART_HEADERS = {
    **dict.fromkeys(_words("分子 分子数 分子数值 分子值"), "numerator"),
    **dict.fromkeys(_words("分母 分母数 分母数值 分母值"), "denominator"),
    **dict.fromkeys(_words("数值 值 指标值 数据 数据值 统计值 结果 实际值 填报值"), "value"),
}
# A leaf that only says what kind of number stands there, under a group that names the indicator in full.
RATE_LEAVES = _words("率 比率 比例 百分比 % 比率% 率%")
AVERAGE_LEAVES = _words("平均数 平均值 平均 均值")
COUNT_LEAVES = _words("数量 件数 人数 次数 个数 总数 合计 小计 数 总量")
IGNORED_HEADERS = _words(
    "序号 全称 简称 备注 说明 填报人 联系人 联系电话 电话 审核人 负责人 填表人 填报日期 填表日期 日期 备注说明 情况说明 数据来源 "
    "来源 资料来源 填报说明 序 no no. 编号 类别 分类 指标类别 英文 region id 计算公式 口径 口径说明"
)
TOTALS = _words(
    "合计 总计 全市 全市合计 全市总计 市合计 全市总数 全市汇总 汇总 合计数 总数 总体 全市情况 县区合计 各县区合计 全市合计数 "
    "总合计 全州 全盟 全地区"
)
PARTIAL_TOTALS = _words(
    "小计 平均 平均值 均值 全市平均 平均数 全市平均值 全市均值 中位数 最大值 最小值 最高 最低 标准差 县区小计 市区小计 全省 全国 "
    "全省平均 全国平均 全省合计 累计"
)
# Columns beside the values that are never values themselves.
NOT_DATA = re.compile(
    "同比|环比|增减|增长|增幅|降幅|较上|与上|比上|上年|去年|往年|前年|上期|上季|上月|累计|排名|位次|名次|排序|"
    "目标|完成情况|占比|比重|差额|预计|计划数|得分率|全省|全国|省均|市均"
)
STATUS_HEADERS = _words("数据状态 数据性质")
# 上年同期 and its like, alone, before a name or in brackets behind it: the same period one year earlier. 上年末 is a day
# before this year, 上年结转 a part of this one.
_PREVIOUS_WORDS = "(?:上年度?同期|去年同期|上一?年度?|去年)(?:数据|数|值)?"
PREVIOUS = re.compile(rf"^{_PREVIOUS_WORDS}(?![末底初结])|\({_PREVIOUS_WORDS}\)$")
# 本月 is a period only where the sheet says which month; '' stands for the period of the sheet, whatever it is.
RELATIVE_PERIODS = {
    **dict.fromkeys(_words("本月 当月 本月数 当月数"), "month"),
    **dict.fromkeys(_words("本季度 本季 当季 本季度数 本季数"), "quarter"),
    **dict.fromkeys(_words("本年 本年数 本年度 本年度数 今年 当年 当年数"), "year"),
    **dict.fromkeys(_words("本期 本期数 本期值 当期"), ""),
}
