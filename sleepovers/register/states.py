"""The states of a stay in the register, and what they are in the application."""

from enum import StrEnum

from sleepovers.rules import AnswerState, AskState, StayState


class RegisterState(StrEnum):
    """How far a stay has come, in the register's words."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HAPPENED = "happened"


WITH_NIGHTS = (RegisterState.AGREED, RegisterState.HAPPENED)
"""Those whose nights are rows."""

ONLY_AN_ASK = (RegisterState.ASKED, RegisterState.DECLINED)
"""Those that are no stay yet, or never became one."""

MAY_BECOME: dict[RegisterState, tuple[RegisterState, ...]] = {
    RegisterState.ASKED: tuple(RegisterState),
    RegisterState.AGREED: (RegisterState.AGREED, RegisterState.HAPPENED, RegisterState.CANCELLED),
    RegisterState.HAPPENED: (RegisterState.HAPPENED,),
    RegisterState.DECLINED: (RegisterState.DECLINED,),
    RegisterState.CANCELLED: (RegisterState.CANCELLED,),
}
"""A stay never moves backwards (register format, rules for every file)."""

OF_STAY: dict[StayState, RegisterState] = {
    StayState.AGREED: RegisterState.AGREED,
    StayState.UNDER_WAY: RegisterState.AGREED,
    StayState.HAPPENED: RegisterState.HAPPENED,
    StayState.CANCELLED: RegisterState.CANCELLED,
}

OF_ASK: dict[AskState, RegisterState] = {
    AskState.OPEN: RegisterState.ASKED,
    AskState.UNANSWERED: RegisterState.ASKED,
    AskState.AGREED: RegisterState.AGREED,
    AskState.DECLINED: RegisterState.DECLINED,
    AskState.WITHDRAWN: RegisterState.CANCELLED,
}

TO_STAY: dict[RegisterState, StayState] = {
    RegisterState.AGREED: StayState.AGREED,
    RegisterState.HAPPENED: StayState.HAPPENED,
    RegisterState.CANCELLED: StayState.CANCELLED,
}

TO_ASK: dict[RegisterState, AskState] = {
    RegisterState.ASKED: AskState.OPEN,
    RegisterState.AGREED: AskState.AGREED,
    RegisterState.HAPPENED: AskState.AGREED,
    RegisterState.DECLINED: AskState.DECLINED,
    RegisterState.CANCELLED: AskState.WITHDRAWN,
}

TO_ANSWER: dict[RegisterState, AnswerState] = {
    RegisterState.ASKED: AnswerState.WAITING,
    RegisterState.AGREED: AnswerState.AGREED,
    RegisterState.HAPPENED: AnswerState.AGREED,
    RegisterState.DECLINED: AnswerState.DECLINED,
    RegisterState.CANCELLED: AnswerState.NOT_NEEDED,
}
