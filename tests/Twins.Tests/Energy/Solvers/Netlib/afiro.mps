NAME          AFIRO
ROWS
 E  R09
 E  R10
 L  X05
 L  X21
 E  R12
 E  R13
 L  X17
 L  X18
 L  X19
 L  X20
 E  R19
 E  R20
 L  X27
 L  X44
 E  R22
 E  R23
 L  X40
 L  X41
 L  X42
 L  X43
 L  X45
 L  X46
 L  X47
 L  X48
 L  X49
 L  X50
 L  X51
 N  COST
COLUMNS
    X01       X48               .301
    X01       R09                -1.
    X01       R10              -1.06
    X01       X05                 1.
    X02       X21                -1.
    X02       R09                 1.
    X02       COST               -.4
    X03       X46                -1.
    X03       R09                 1.
    X04       X50                 1.
    X04       R10                 1.
    X06       X49               .301
    X06       R12                -1.
    X06       R13              -1.06
    X06       X17                 1.
    X07       X49               .313
    X07       R12                -1.
    X07       R13              -1.06
    X07       X18                 1.
    X08       X49               .313
    X08       R12                -1.
    X08       R13               -.96
    X08       X19                 1.
    X09       X49               .326
    X09       R12                -1.
    X09       R13               -.86
    X09       X20                 1.
    X10       X45              2.364
    X10       X17                -1.
    X11       X45              2.386
    X11       X18                -1.
    X12       X45              2.408
    X12       X19                -1.
    X13       X45              2.429
    X13       X20                -1.
    X14       X21                1.4
    X14       R12                 1.
    X14       COST              -.32
    X15       X47                -1.
    X15       R12                 1.
    X16       X51                 1.
    X16       R13                 1.
    X22       X46               .109
    X22       R19                -1.
    X22       R20               -.43
    X22       X27                 1.
    X23       X44                -1.
    X23       R19                 1.
    X23       COST               -.6
    X24       X48                -1.
    X24       R19                 1.
    X25       X45                -1.
    X25       R19                 1.
    X26       X50                 1.
    X26       R20                 1.
    X28       X47               .109
    X28       R22               -.43
    X28       R23                 1.
    X28       X40                 1.
    X29       X47               .108
    X29       R22               -.43
    X29       R23                 1.
    X29       X41                 1.
    X30       X47               .108
    X30       R22               -.39
    X30       R23                 1.
    X30       X42                 1.
    X31       X47               .107
    X31       R22               -.37
    X31       R23                 1.
    X31       X43                 1.
    X32       X45              2.191
    X32       X40                -1.
    X33       X45              2.219
    X33       X41                -1.
    X34       X45              2.249
    X34       X42                -1.
    X35       X45              2.279
    X35       X43                -1.
    X36       X44                1.4
    X36       R23                -1.
    X36       COST              -.48
    X37       X49                -1.
    X37       R23                 1.
    X38       X51                 1.
    X38       R22                 1.
    X39       R23                 1.
    X39       COST               10.
RHS
    RHS       X50               310.
    RHS       X51               300.
    RHS       X05                80.
    RHS       X17                80.
    RHS       X27               500.
    RHS       R23                44.
    RHS       X40               500.
ENDATA
