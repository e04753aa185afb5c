"""Forms of postcodes. UK, CA, IE, US and AU are hardly anything else; WITH_TOWN are digits, told by the town beside them.

For: `places` and `addresses`. Not for: finding them.
"""

from __future__ import annotations

_UK_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY "
    "HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL "
    "PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()  # fmt: skip
_STATES = (
    "AL AK AS AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC "
    "SD TN TX UT VT VA WA WV WI WY PR GU VI MP PW FM MH"
).split()
# The first three signs of Ireland's codes.
_IRISH = (
    "A(?:4[125]|63|67|75|8[1-6]|9[12468])|C15|D(?:0[1-9]|1[0-8]|2[024]|6W)|E(?:2[15]|3[24]|4[15]|53|91)|F(?:12|2[368]|3[15]|4[25]|5[26]|9[1-4])|"
    "H(?:1[2468]|23|5[34]|6[25]|71|91)|K(?:3[246]|45|56|67|78)|N(?:37|39|41|91)|P(?:1[247]|2[45]|3[126]|4[37]|5[16]|6[17]|7[25]|8[15])|"
    "R(?:14|21|3[25]|4[25]|5[16]|9[35])|T(?:12|23|34|45|56)|V(?:1[45]|23|3[15]|42|9[2-5])|W(?:12|23|34|91)|X(?:35|42|91)|Y(?:14|21|25|3[45])"
)
_END = r"(?![A-Za-z0-9])"

UK = rf"(?:{'|'.join(sorted(_UK_AREAS, key=len, reverse=True))})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}{_END}"
# Behind a street also such as the post gives no code, with a letter that it leaves out: people invent them.
UK_TOLD = rf"(?:{'|'.join(sorted(_UK_AREAS, key=len, reverse=True))})\d[A-Z\d]? ?\d[A-Z]{{2}}{_END}"
US = rf"(?:{'|'.join(_STATES)}),? \d{{5}}(?:-\d{{4}})?(?!\d)"
AU = r"(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT),? \d{4}(?!\d)"
CA = rf"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d{_END}"
IE = rf"(?:{_IRISH}) ?(?=[0-9A-Z]*\d)[0-9AC-FHKNPRTV-Y]{{4}}{_END}"
# Portugal, Poland, the Netherlands, Sweden / Greece / Czechia, countries of four to six digits; a sign of the country may stand before.
WITH_TOWN = rf"(?:[A-Z]{{1,2}}-)?(?:\d{{4,5}}-\d{{3}}|\d{{2}}-\d{{3}}|\d{{4}} ?[A-Z]{{2}}|\d{{3}} \d{{2,3}}|\d{{4,6}}(?:-\d{{4}})?|S ?\(\d{{6}}\)){_END}(?![.,:/-]\d|%)"
EIRCODE_SHAPE = r"[A-Z]\d[\dW] ?[A-Z0-9]{4}"
