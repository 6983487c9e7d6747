"""Refusals in the words and codes of Discord's own list of JSON error codes."""

from .ids import Json


class ApiError(Exception):
    """A refused request: the status, Discord's code, and its sentence."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


_UNKNOWN = {
    "Application": 10002, "Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "User": 10013,
    "Webhook": 10015, "interaction": 10062, "application command": 10063, "Thread Member": 10007,
}  # fmt: skip


def unknown(what: str) -> ApiError:
    return ApiError(404, _UNKNOWN[what], f"Unknown {what}")


def forbidden() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def invalid(field: str, reason: str) -> ApiError:
    return ApiError(400, 50035, "Invalid Form Body", {field: {"_errors": [{"code": "INVALID", "message": reason}]}})
