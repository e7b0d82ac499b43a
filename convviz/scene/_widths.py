"""Advance widths of the bundled fonts; packaging/font_widths.py writes this."""

from __future__ import annotations

import base64
import zlib

UNITS_PER_EM = 2048
ASCENT = 1901
DESCENT = 483
CAP_HEIGHT = 1493


def _table(packed: str) -> bytes:
    return zlib.decompress(base64.b85decode("".join(packed.split())))


REGULAR = _table(r"""
c-rmU3w%_?xd8CpneY4NY|!v%5XB-&P~=ermQ=$lh!3ui0u@We8&oPHwHB>33i7B@dqpEctwx|%iHLedpcKNR+$boIwm_~>Y
SAKBAWfrI+S>A}M7iI0PEN8}HW(hQT>0|<&3WxPb7tnunK`?g*-|JyAq6JOF0{qe3}?BX6gMqxOB;b=DllcHz$`Y+@JNe!do
hU|h<M|0A{Js>O2=6cC!jo&XL2wfDyR~3X)EN?G|a#<*pB1yeK($$#$!vnn9o#95r{wqWZ*~+AHo)sflV;mWScpVZ8o|lSkB
usu%B%YnYIa*KmnCN3B*Ct&<u;I6iQD*{%i6j>4|vjY&n-enTdF^UQAgwi_1jzDBwM^ti1l36FD#rYix9dm|jInLB#!12o-b
Kj)5}R25DFUHMYBv@L?4x1yK%C3ZY_>^*{-iO$ndBqB<0EIVOg-l!0*$>0GwSAzt-b7=W7Kb#5A`JKH3O6>vAmJO}5%9LVRi
1tDVdp~U<Et~QmNo-j-%ndWjz!!XUe#GA%fF$@{l9uh+tU)?Zl=VMca_gw*%@wJ!Q6R!?ZV|H=<%kV=HO0MHHm1M1)^O;K@z
%1S?PLuFm_gl`*0hGE`0vlbB$^ot%o^oHJOZf<?r|tQuMJ7zo4lb1zv=;x4Z=sy;I=l{N`}I%eO*!>>=C5|X9cFHBFe0r->}
S-UUbJJ}2sfPMib$zR38c!=ht=0@qucJn>mX$umYbX-yDDaRt-{OqOE^46_6g$%uWNYCs>{Br%)_&W<qg;Y<eKm1yQmO%`=u
GilX&eUNV#vauhJHqZ7N-*8|RmEK5uW&Ww90Bv=dS8?(qD*Ny@UHmE%hNJ2(Sx1-Zu`N2%M7(O|e7y3!!N*MH2f#c(aGt*Y1
AW~upyX=ndvyO|gGjuP!L6Xh=0L0hpe4zh#nK-<q=V|zg__$_M>i_9YPb1T<P+KG?g*ATQ7Wt_e^%m%qufn0hH2H`yHjzi24
OouHfTU&Vdc+I`Jv<te?ujzU0fi0mW^uvMJ!*;eKqfN{(bEENWOE_e@nT58%h<vt>`K?BkxT!stwo>+!<@4+#wf6lFUK?evi
&mPccAxp14N1EsuU}Z*N=1_9H6o|@Uzoz0)XFqD-F3ImJ+J`EsUvpda<9ZV2Bjdi=~gb=JX2Fb5qN~#=Yx2VuH+KDpZkWH^i
x`Dq<_i>sh#7wmCGgRow%lRD<$m%a1T|=wZ4q&N-mA(EiHJDGPoKCbB$bTp5>);xt%SC!El4$7B4l+xpp<fv2YJ>-NLncF>l
`j&q80mU;E+`lB3FbeF^2@2e22O!dK`ilvf7&?P4cBVivq?`|`FA3304jLXGKa{099ACgFByO%a@da^LlXfhfJB+|P37Y~!;
Pa@w=1TDu~@uj$A2wh%L_`kd8Xp4X2Sa!aw3?{LZeMBD|vxqp7fyMVV=;zBNm3X-yr+!u1*cS0HG{i`$qAM;jwFHu7$efo3U
YFEHtU^#S!DSYQ<xyvEW*WgWPfiddNDeUg2?j<gdZG5-gjVs|=_po~rzfQ|x1eDNbzb}hmS6*vh)u&zNI=M?ZjyRWUcR%m#=
w^JxeTp%6CH0M2Ps-?0Zw5b;42Iv6_1n4LbS+BwtLx#4Tw}T`mhH*0(h^}pZMxoGZ#&ZMoag1-GI8&~X&;HdfKQ<(JmY1#3-
EGS$Y&43@99M@g=?^d2kr%Lup?LCw{B&etDwIr;kJ?cS@(S|os|%TCisxs>W4fdvF310Su_kKrmxc7D0?+`T`1cmw(&vR8iX
({(#A`@mXO%y7UBrLDkarHVwAizbYCaQkEBV0<ns*gD{hn9OQUfq{KWe&SK+<F{YhWEgcfoA8_cz!1>O+*yKCb<pv%27F3$|
VKb8DH@Acw*=eq0Z9!z})UcgT*Tr52O3bo{RekU(Kgjd4N?mgbN63^%LO!@}>2H(Vnyrmd#qYHUmj+%>8x$pcMOrUhGZP)tG
Yx&%A?u`DyR787OY0u<2?+P5?_f6;Vo%9~BHNg&Mn>*z92|M6R==ock;3wR=_plq?c)o|^wGDi1W4zC9aLu^3e~%{d85Z-C>
xn-X)~9{tC&Wmek)@y=nqrS^$%bMP<k}md8+J77OgHR=8=|?;9UkR7`%d20)pkaM=iy=aI;?^P_#nKDeG;z3TKg^gycujS#?
MacId~55l}?*oDLiS8%t_)?Z!pi{u*S+=xr3)yaDAQPI>Qt<#kE5*-A=bV*xK0I*nBq9jdbf_eL}3)oBm!F&7jS=7j|N2*kP
}rE2!?iAh{RIO=%|AkvvXE7KN!EQk@@3U7{eRAxUv<lKx8D6Lxb8u%kLRVSd&_f3HRsWl>u<+H31(kZ9{_Y{tOOYK45h#1al
-50<Xrniz&a=i{n>sY<6*oib9rKh8Ff!w4(ATX$T|(`V@c`+yzG&jh7rzWbHElKajGzKcC!BmT-pc%PoEBdlh1wK|i{Wd9Br
&rW9hrj$}jDW#NB^?mpA`KMtRj^$K5;HTsrOFSRzFW+A)ZU2s~ur2oDZCCMouL$nPRx}AG@%qzvzaK*v4h{Wdif}5wYj4C`z
eWu)5*Y-8;K<Lk2Lzu*+djC^4u?PU`~DGF3dx^pH^cMUF#nuIJRgC#`^R<jx_MfEl=^&qO8<+aaRGe@t;x|KS7i6WtJKgPhT
l<dieZ0u0QU3p9@>CucmN`}4+`iL-oKKUH{olv7AE6bSPk!`YzrGfYj}Z=Xavn63ZtksG=&Gfj?fYMk-T;zb%Y++5oS?y-qM
=4bcDw_w1&1konvL6Mt&@J!fd*ommcTvq<u<115!$<(_Hx9XKhH7LNH%Q3#vnjOZOzSNmwd{GtBjHi@n9RU>9;&X`9+JObdT
~g?E)Ja)0r{xZm`ZLNH%Q<1jhyFuaM4;o)d0g#YEX%~uM+{6_a>7lu1rS3f*a9mZL7==M-c=P=nWYDYh!hx{PRiR(Y2%kAYh
N^z2KtjFGG@3Xrg-?z&rOP}IJbP&Jn2U$*BKZs}9#&DMZP2Xlp_L$e#8|Q5%37ff`XWP2>>gfkrmN1W(B}lw);#NqufIJ#P?
foFjiR(jXs2yg9+T_}?7)2`==<7bFFtm(q@)E=O2uFC0a=45h^@A)Yu0KR_wib4$9qei(r&soQv-&?I->5QzYf9tlI#N?lwx
QI7#wlv~^OR^Z0PVCldx>UI^1fe66X1a-^O^W$ig#Rz*Q69K#6&}_`=`FYZR@8vlfEb|(JH&jp3L~B@)f=>t>Kvs&x|yPG?4
j``)siv*~K`<b&c&y3zp)%RB2b?WOr4}YarY1a$WpwNCWA)SUh$wHiUHTIh0aLDW#NB|Id`bE4bY)f|0O|?XiO)+gxntz&wa
i9Lsro@Xq@Ze(x(I2)n>$_7cp1a(vP?_s3MmA<K_z9>?}W-s2b00`Io(K|a5m+hs3d6?TK25S<VmVE@Mqg>`nFJzyWSY4(1b
VHep$(8{*5z3e6UU7ikMyUkA1%Z`qYvXyX^9ccHPfjs@L%`-ji>%46U$9$<hWSZK+_I)!t+Jv_cv9hJVzoo9+X5a?@9p*oHk
0D9#&9jf;8<Ad|B1zM3bCcN-?PYt~X6A78EYr;Fj2@2eids%%C0t{FXC?KrUw@Nl8o^Ne2h*EV`e!qVLnglx##q16O#h5e|0
*CH|0p3G_n910jR6ftMh0U)lS4R;P{t#MAs@bGf)I=Vt)PuA42dH^lgEEbkg+%t632n28Vi~{9<;78q2v6quO%SkSdv3HHYO
OmQ!`q$31(Uu6<ERf78fOqpR8|4RgQ@vdHiLnAY)FGLzpiaahe>$aY$ikLtCor-PKr|-0Sk8XB+x9&BKpyFw~I!7vUmY={C7
e?hYsG;b`K}V)_{^@|Jm*dZWCt?k8@ksV&WZYGgd;bl3zR*pF<@*yM6Q{yXW{^t!jno9x#3@jsiS6t1FDIK;1=!!1%rw}fi@
4y~f)-Wu=6?w9T+_l%P~4Tf7dojp*_U+#~rld*M6s6P4sto+sI{DI(H690eWBRs7c$0_mlz@RMeqJwz1J4ismYhk%bT4gRH^
h&LaPz+uV%SFmm<}wa(4b9{_9K0^a1t|;W54rnkxce!!px{**uP)&^6EQ=gGD3Z3bW^P{N@b=Q`g{4K*@Ka*1?EBs$hH-1f%
zszyaH2u)WOVXN!so+w?scNZ6TO0GjSWY#kAYz@R6fwG)4Sz@<XEX%K<mL9k>HOw#_gc{mQSyOdIh=Q!y=q0Vuy3P+*4p(*p
C$XsT8-F$G!Ni^w(^gCEKUaUgmi+R0|6Q1f~z_e?{$m7dDe9@Zag3!S(hs;nM43N9SAv5}WLrak4o@2;kBTgS9;sWS!t>lCc
j|9_tnbCx^~He5cD_WvU9BCilDy-d8wd)WH`3h`;ax88Fx+C)+xU$;--8XUmw-YB}3>%bHEpWHToi+)H$sDm4a7ke{2`3;AC
I2&4Ut@<<9QW+oHkBabj+*ZB?{b&|E<}J4SaRjck7h{?o<)+4-!QXJ5-#`;6PWk>=@Tq*ieF$%uH@IYb`uFBnImoXh>`x1RE
#XK7AmisB#BXs*hP!><!)f1i<MCd1W-K4%Hzg`4+q`7Y!AYEwiL}QJi%sRFCkVW3Bjd?8y8W@Xv_DpaxAOi$iM-|#%P07qiZ
8BlTpKe%MgbqB8}J669;8>Rrp+*&(rE++doDI-^O8Y>=lGW6Jl@*Db#TQLwq)VAG3{Xx<$K{&NUd+`|K>(*5&PL`T*jpRsc)
X-+ni<g#L6YeN4VCD)xGb*D(#>h9HiQ6<+Umg?Vu+1=~WE3yat1P0>$(WzH>x*4R0{KL4EU36IabOm1(#xVT(TkJv`z)+p@}
73KY}1wc8^v_|=rvHXzql)-Q`)78}&yve=^yWNlD`%2VoFsipkPv4m=#d1Tr!MG7yA)fGeS{6y+PiQ1oFs*7owtKXiL{`dBu
*MHQ?v&ZLkWu^T|rtj+OZ_8;e_-~ivH_aXC4!i?pejD6Y9Y642;=HbHZRil~wTCE`OW{(uj@CGFjt$86@W>TVlZIf+UN2k^;
|R9TWzxH};r=_~)!aExLVKQ`%WlHv-ho&&E!f^C#eMcJ1R=mr4%h{+qP(gtKf_darue2Og5~!?Qc>5Q$7j7g7lZjb=3QHf=h
M;l-b*!(9`ALK+{y&=XE5e1_eRFDU8+8KH3j{+*yJxIxAB1!xrg7u6YFKd6eOnQc%Pe2))TXoZcXbRw)J7`Pnajn02pwLPw1
(x>anEgc*^DIM<iYcdFnd$tG74dnEiIY|Lisf#vE~V`^3gJNF}VB>hzS{5+u(574F4*Pk}LD@8Y|7>OGq!zJn9T*D9oL@oV1
CrH*-4TJXNTZuQH-=TmO=Iq%8(1m$?n@cGuN#Pc65XN#)Tex_`b@UB#znks#J|EZ%9<vjXcO&uxtE^#Z!FAZi|`Q}l+X_Rm4
dQ%0B!``$LDfV+$;{Ot4UvA|G*>c!pM@H|q88{wK_wri_ufv0|8J55`&f?Q<4Qz*J-9A_Y-*&IV7#iaiz$<Wzo9$-PTHbdB$
S)`#fMISq{2X3@K~A>50<ADB<>xLPu(@mQ@^LIS#Yz7E63A!G_uyd~k9+KR|JB<JAW#lo#@Fp)eidQ1>qeD$0P;*X$}>QX{Q
ZEYn@|0vLTt^)7vjepBTzaHpod{ViWZ`!-XSMhPKy3L{LJ|1`zocBQc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#
NBr>>Lx+jqxKuYgiYDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#N
BN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NB>SURSTVX4-r7|dkIOSjto(+XqgyV4*%z_H4#C*uWX>1$=
iqqNfz8jBae57niXL%-<w&Ql*Gm}P|k!BsN1DO{?v6iqpC1hZG_^nxL!u7ji*`Cb1d%c~^pYuv+vwM|N9s2{XznkJ^x$njrd
AU>$Z_yImk#>>ix#LSqAG(k4pO<QFn}AJF<`VB0`8xc~9!<E{UbEMrPu7~+x6OLH-U2m2atrVS7+f9S9@`!c$9B1**q>Zx>}
|Ks6_AAa9E$K($iaEl`+g5I?Tc``{XWg9F6*saGv386{&ml#46G~N+ju_-$C}@K$TqvHu5DnkF*eJ_%>?`-=eHw$<EU}QIZZ
h@2P!#^Y1q$7Jsw4;?)7~d+TgWr7WXL?lxJqdwB=DsDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#N
BN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN}Vp2Mk}J}=F2A2R7At&^c2gP)yr|CrS`?K*#)#Dlu}Bm
)5l!)3AAtvd7h2w?t45R8e0Y{U@y&u<uK5#fVXiTd`!!sty>1m;1|#tm+>nbc%KX4IhgOq@jRT1bNMM^jJuZ_!I4_~`cvp8s
G(OuDRp`)*D_E_DW%lE#1AozmADc&5zDBqy`GLe9s6-?Vywp*HQP2sBa!FLS@<?}rX1ISR?#-fr>HBYmoYHZR|L8CM(BobnH
*aRop7$nh3@bu$8aZ>LKoYar|02eUS9<Z@IiPP`(Q^?#QPiu59Lf#+;-Q^+-~YS@9+Jax7D5j;k+HT!@v2{)br^!4vArhz1<
IOU0e5t{Z5_po!E>d$T<^Bs}R%iGFW6!-c_1GuacZ`hiz3IN~@-UE9hlE9m#2_OSr$@0ZN^|BA@YB-{Vi!{9SLv*&M><+Sb@
?bC;1It*OkzmQj|&9;Gw%JE9l*tllK-Mb^gRX~mT3!ukAIX>23?mBRT*H^bdX)2rv}p%1KwcdX1W;d$7LWzl?+dDs_h#)fp4
dBN<3!FUZ6LD&;XTBY}q{77EH{7mOq6GL$I^bR;(@A$5sto<K<;Z~9
""")
BOLD = _table(r"""
c-rmU4SW^FwE*yB=bSUM8&In)7^v0)8fbiCn$}1w6|o8`8cZcB#VV*+k<aoG@GA&atin%Ig=(Xf3S!h&^fo><@{8I~ZN>XqU
IZ#7M9>1Y6h$Lq)V_DlZZ^3IHyD8`Er<Va?tabA&dkov+<U{^BqaCBAG{?d7b>X?!8OukufkNAzPufnA`_UcUK#Ex-{hN05{
n_j<xw`(<6<ho5-g(xHF}L+K4s$$o1i4sVUqe#4Nk>U%A;DBODiym6`XPfr;z~}FdD0{8me#{USp~-fz@8MSH!QyE`g<dtP0
;THBf63Sb&$=KKxn%3Eb)>u#%FH+y~{CGIiy!)sy^WxY>})X&0FcC)<^DgSo+E!0Q|*;N=ZQjt_QXG2~H;M_oOZG?7{ml_a$
g;~Z0IlNGobpU2TDM!9MjhY_g-QHoLvu}YHdNCDSO0p`)@=1|Y|m>L#S6`xVXxf!=hDC7O9Awdaz$rkb5tM=N42D}z!nNLMn
gxQ?8D6BTwI0bs*PEXE`L!FgZE@yKn_Mdls=p7S>8mxiTFcoV}97_4zbfMN=W>;`|!`1_FkQQ?tx4$ZsP#@MnB{_Q#Z_VU#u
HbfE!tJVzE}#+aT62VvGHmpg0k^I&mmhQf9&$tMDSU>s(;6tjG2Gf74D+)zj5CWy(zi&icN`r@NAa=@WjUW)ZKHP@4u?i>Ql
}wVqk_ZS8hb7N%Ae>@baF?e)}#i~m1tb^eS6f6a`AnT{KfTl992MdQ_6CzFc?CT>-Zdr6Q>d1*Z7{rX~cCNUp21pn{XXOckJ
&pgH8);HBKk>-bs*pf6Kf@hjVT!T_u-H>N%UA=^ChjQ|L{|CV9H!>u;p<NUka8jSin+dBUq<85WbYZO=}D5pW}|m8YD`g?J2
psi{?81UH$BU^>j@W6w~r6A8S49^}@4nw^Xn(>ZVs<a3|!j#&=Nx%KtrTojpW%o>pUR%<S@$I*zeuaMR<52xc%DEBIoq(g8m
UX61&{lDN)C??r^vj3#t-%r|OXo5Y#ZKD2E#c7Vgq4a=xz&xLMlPAtFRZwikc)1W5vCZ4&-NV9Oqse5i^)lflJc%dk=b44A;
{FeBoyDnlGH09ARHR>$<v@&ksf;$u78(2bzc`02xs}(p`EI{|o{u-ef4RqKj5mgRnR1M3p&CZR<&bY0y*S>@+%u2lQENFJ>S
powQ8o!{Y>qwB$oQ0v(mInUeX)#Ac_gFLLEO3%GD7h)KUI1b%B7dX7%RB7P2o}INOMIv22BpPt3dkVBh6Ag1YhTURZxoOk+k
h^Q+K=q2T~s#P7M^Dbp<w1K7A9<z@50(?&Ox+K<|dnlRP~o_^$Z{4#MFUu-g5GDmb07_FY_$-@rop0RnGN#i!ui=-J`txi{w
Uh#|e)4*M5gF5tBV;aFpBHm}z-jX5Xzfp6_CT(VpaVd=U2M_KL-{iV`F(=GG>MWeHnzMij>OK;g+8f!~vqhB8U*q-TROux+U
!#%<RF70tJji1~db_tYYIgZD5cni(pGR_Hew+IUGZ62Ao;q_SR{_G5$WDn;3FWR2rSoYt1el^rUG@@;@OYCc$MmayD{1mzdd
YWFxZ1*I+Z7XPfurut}UiS}nWnAZXyX#!k58WPy<NXWWU2ZddCu@{1=Sp3kh%GJY0&{_>uv56qZ$KUAE}O6YJ-h%)XgHUDhh
2(GAfLu_{-f{}cMmPG)98QQKk4|Or@PnIg=tR3MG%cQ1zbCQaFfe)C3HPTA%Q2jt4RX46;3su0xY+axIX8gTwP-Q-A%LAUTP
mN{o@L13Qc*DaYWj6*tS#pT**T&$+e>(DN0$+bSGIUkK{>0Hr2uD{?WF<jj#*pR(#9v;R=K9T$|nT20NCd4j-U(ct&umyUDG
#54!GLpH<;_D&_APOm|Xl$#wcCa2Bn?TJAGfaoa55R`xAhi{Ha(@VGsjp1^P78hi@x$Nn^%mk;Bscon`)kMZ`aygip=&c}P;
VVaNK=+EI57J19OY2L@)Ebnpitl{)+4?h1P?7^eJjnD%-(f!y9ul8QE-FVpxYoQk(>xI+3UigOTh1<MYc0S)zIX1)g!lQAOn
PL0l4$f&QUtt5Mz4z}6JJP@MJH(7ePu8M-sL|}&lhxt|xWiO(Pw}kx4O5B}@cZ6<a5JodpW;irZ=sop=kX|cDxQh`@C{rEUy
z=v`TU{y6Uc#i=286QycT0I$2!yw^piY7?OKwS_57xzi#c=+pUV&Ubr`qTz&#Ct3*2%P-Jv^_vmh(TstIa>LRaXd$7xAvnRk
|-V~5%8+>^XQPs0Z=jJMh!3)+ri8`JvO3(N@4M~;niUEF+6C3mT!oW^c9ZIwf0GRA9Cnz%eAc$VKHhewP&cWjX7q!hz=y~TE
lywYr@UEb=hd=QG(hVl3lhse`=)c(@dPEzeR(tSRz_AY@7K}NSZ_#Di^lkAmnB>;aSnP-l3o#7rHB?@o|kNg$bnd9BX$HZN5
SG&EAyx)`~l4g<7dRIy*rIb=iefFPzKL0$NOCNDA{u$<E9=y%Vcf<8At-jA%g7;%1&f|T5#+B?6doTTiCE;=ELcMu;42R0_%
zJ5oOTr2~ji%dKn31soHo&gmX^#lw9t9ietB{We%Qr8Sgtp&mA4|v5t@t>-g0J99bS@oAgTikFwgg)OZ9htVzWzz;aXkK-wn
8tmG}JCM??E*kZ2u2d(*W}EEc-s};PrpdOBmq$kb&>Pt@JU+|A^OL#^-4{%);gH9BfJ37mkNn&<MY#i7*>}2n%Tz{0Q!Hb73
z0nB>?3nhQV2XJ92=&3k6SSU%FoVI0ii*CIZDI<HUQ@EfS5)nRHAV7~d8r}s`Nr4DTI|32$)MG~Ur(e6+ehdlpCUqXMI=lAp
_NW81PlVG$NZF)DE4K?O!FIs=Xf5TS!BZD~Yu2v)=TBb`oPPwZshgUL_5dSZ?n?gy5mXqBm7l*6egr+d2DbyMHd*1P`hkFOx
`nG%7uCY;&_0;V()&mb_+DQ6y+YfTC!L~Zv)wG4jc?q3u6yohIbe*{rt_%MPv)M)_H{0wt`gi-aVVG<O;Rj|A?i%Y=j`iK3H
Vn1?lVOOr2cgvT8f@!B`-oj;-wcDSr*1E^+s&h9`!0VOy3~p;e&kpFz0F~A)`+asuoJ&YZIQFCn|t3%koDB<Ztgw4T5t13IM
to%{%9k0*n-@zti<VR<90O8Mn-Z=S=ro1TH47?BrW06G_8E4O|=~o^hMb0r+U-2ja$`8j0i>qviv>uP4kH>^{xzRQv>grcmA
cHZx>U`>wkjx&HMZGFOz4R&3;v<uO9N%LuxvY?JUb(<6H=b<L%Z3Gdt}(2=H27o55@I0Bot>m^JkvIl9%K6z-b`g;ej)=(H8
PV>i^1Ln)<{Qc5ZH@1+1Ap;2x<RKt~cB~FJaQ0+CCA{+|0P&t-jH4H}ayi0=2ApB7{V`>o`hJVHR_O@`IR0Vu3{4_K){6DKd
f|F?-ZZajfhCj{qg-K?T=?Mk!TIOq+o6QNvU;%FphQr`-v%yR>UEwx-$UJ0LnFOvfk*;i&c|LQKDZ~fNW>d&vGw<nU9x%V*e
I8$}+>AHV%yu&%oL}{T@xndj;hy$NTgBIw<wYDC+kAri@~5b^Rh%QqQ&$7#_ueYb)eGJL?*%s5lzWT39o|qZ#8S8(7I3U$xW
wdg-XDer^L5Ul2j`pP;kRb7xuQ9z9h=SculV+FG{*BEqdAb#ywA2F-5k(pW@Htn&fbheJdaT3BgUa+=4TXk*kTulw&%B<Lnw
1`B&5y*O*a>`?R?Po=7i=^K^SBnOWP37jgh%Ksk22BoR-WA9L?nxxwf>`{Mn9#^z}Hd-T9a4!pCVsT&|^QLOc&C4)@t(n%jO
UwkF@Qo#!re*VszCl<H{;w2=72===1t`<?6Su5z-Sz}9ZJ_t?xJBbewf@yENF?nu+xdh@0!puwE0Ew~z1x4OQh*Ta_B-}x{3
V_ij<{uS6-5+>Os%<z-&GY*%z25Rjz`-t7?o1omSas6DmD-CDfO$qZU*Dnoc*2&zu2I@%pKdF2jxqe)_IDKPB@@va{%_!xlE
+^RKwAdZW&qH)9t~bf6EM<n?PLLUj(eb!mWR9#XSFk>AjeUYz=7L5!i<URKqwKF;j!jZ@ROYKoSmb4R#hGOon7cDyZZ$`#$d
q9iE1b<9&0G!4K#a(~Bk%}(*ek{i_Xn@_tb@BVZ_GOU;4gc3m;j^KIviq#m=`VJVm@;rEu{OszMOJ#ru=ficib=Om((4)hUx
Z&e6x`H!eqYsLaL<cctiNB0fG4-d=1Qtndy4X)EwNvql4^|Iry=DAkOj5;Zfs;G+K@)LB^%c=4>N<{3cFI#-mlH6ZhuPwI<k
j)<&@_!(N>h`L*t(=6yY~;<eW(`oB)mR>%MEQ)<cD&V!BD_on}U&t2r#<70lVea7YZZ^8n6oS(b-?i}0AN_%_}?!>k9f>~h`
w9wCRcVY%5X_lQ$SJJWeQS9wb4l-OoKHUfM3kBWiiEw`GSUZ<iQ&(J#)2IYz_)nSPv=-krGq{D_Zhs$~OMk_aa5Ftc`7{->@
k=D5O!T`2JT`~V=130mD+zU3(XS=!YAeY6`P=PFE{|5YE?FZxzwdHshdU)pX0$G*9k$wA$EnqGubr@e^0#F@XZzrDcD>Kn;d
cYYt}s|kg+cU-2T_d-cB%Cf{Z7Syt~_p+!$Icct))Bg4m{Q#YcnW%?TSNa2vwuRlV7(e<28@(pUe|1=C<)L@0XaB&3#$?*O(
13-i`=n!k_F+eihQ{hleS&mSH-U&zaoUb|hXEyTo1MGWPP$MdgUMe!$v~JJd$bhw~v`kF_c*_o1>pA6incZX)&SVH77)N!PQ
s*BY5MGOMFyh*LV%Z@H)P8gENj2`izh`L1j+6-}m7q>>6-^%rAp^s6b)nTY(~M%g~mKhYnWb)r8vEBqvo_0fLySE(aS6*f@I
d!FzwcWH8XqTgN$t;>_q9!j-gFLPZ<x7m)xl-%Xe=k-5o<-Nz}b!T6oUFoO#j$3(v%b~q<o88q|9E-BN0<LIIANXJDvb}vd^
dU8v4=Ek_-sEYju_D_<QuA^Iw&Wq&)8OLmIE`rkVzv&~VUCOfPR4}De8}b3?(Aah=HB-+gJ}OiXo(Z6hbTmb<4*iKo<<{@_A
JF+&xoAwM6~`lkX*DEbI-hBx?{9l=hd5!@F?0{?9|V0yHEGLHg%9}+WrOl?nyV=?`PAE!OwA!GK!bOwYGhHWN)6~b+~t<Oq_
$%yzJ@wrhWB}S!y>4Ep;8vg|Knz@=aR;5})!Ndb+XV)8uGR>Sgz5q}~U4*Y)Y|UPH<`oA?u|q$0m#(e~~R^rvT~Gl0~AtZh$
_y8JABme*>ZCA%NKYpkS;-Nmlu6XBlq3cIiK_EJ8xbM(2reH|;o=TmPTx$eID24zpK@cFi?)a!SogstCG=A?Wom3K`ag&N$y
GSBh1^-8stjT^metV8*w!CJG#CZb<J#R}L+J8T|pq;Ju3f3hn;`6bAK+=|YDQk)L*x8)j+cc9nb+4w^|6CH<B+_N0|Vllst!
mIF1HwnAiQ(OsNj)UBHU4i={jtal|9fTL-P>%BxJRL7}gYerpg6}}jv^~Jhc(c9PCZ(qNN_pY0yq4e?`kU=SA3+zAqaS)(F+
qj)68tMp;-f2JsOv`wl3zjYM<04gj8aMP`eWf4^=ND^$*(2nh4GSfCx>+3Oz9J{kLMhu8Q<gYjCUVbDW#NBN-3q3Qc5YMlu}
A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIgx#?c3kJ`}Fh<D5aEAN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#N
BN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3rGm29fRI$TUsaVnNk
KI;$lSdU38VLNPsvatsHP#?-;iST%>%cT{V9qy4>jb4&U*;H6ecY1evm*Hh7%Sx!!8dm#-8mxh9%}plW{!Z2?UzYX$iB6W6`
7hdP_lQk*?xXH<`#U$peko|Q+|qG~+fD<rUUiSzJ<H1zb_hRji(2g~p#;iO()~}q4;i}^$I3VPW{4+bYo7UvDS{$Ma2*YB>!
=K;G{>9{HLxNW<4zA|yDEQzyWd@6B@E`U056A=aTdmLU#4Q1h6CUNJDcLVuEQ!^U`wMrNmbZhzBh9`37@)u#cD6nbZ_Ibbum
lKWUqwg^4_ubXxiQRWt^vcDnd!454~fg9e1(&@BQ5Zv$52b@R+j0HhMn~wC7PuDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q
3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN-3q3Qc5YMlu}A5rIb=iDW#NBN*ySwGT+YZ;T3oTy|**t^&V-~
2R5${^t9HLQc5YM{(Ws?{jk6`LL;1kz3r2{JlppWu$SEg1~0dO4R|PawFU=T4|jsat5B8!$0>skpc8I_H{cz(7%OcO`nu<77
POeyWI^aIioFgk^e!l+4s4~Ub)b||N~zDnHM9-4;a0cJl~8ZjUaW3ehh`Cn%FZqOzVBsZ<iNQ&+nz%s>>0F<8tA9=6<bMPXi
|$}1KeRM`Q6R+W`jw>1iZ%F2RFkSPT?hf$FtB(<k!)7D!=x_H*h6<flBaMZv)3U6_<wZi2^s>Wt#7rjxNvg=lK2cw-_&%e}e
9CAEbtI{tPT3&*ixX;lXy7uTZ{~AlFQ-t(i8kb8+xKd_Q*=Rns5MRs3liFb+wGUL(Wo;bGa^=A}Jxe0>6xI&fut!oQB5zrU7
mnJ1QWh}T=|3e{ewks!UPEQi@)VUI5B@rd#?tlec4`lQh$9z}wz!mRbSmy4G*!JEM|cB74#g|5u~#I9&wmZ11C#LIXT%dsa|
Sq`(4t&Bd~saKfKIy{{k;3AAiBFU?aK2jd(<>Q|IJv@w3Lv;7_2{=%n_$}ePz5fSxGJ*m
""")
