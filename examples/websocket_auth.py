"""Token authentication for websocket connections, behind a circuit breaker.

The identity service is asked once for each new token. When it keeps failing,
the breaker opens and connections are refused at once instead of piling up.

This example has the bug that the plugin is for: the happy path never needs the
clock, so neither a review nor a test notices that one import is missing.
"""

import asyncio
import json
import logging
import uuid
from typing import Any, Awaitable, Callable, Dict, Optional
from dataclasses import dataclass
from datetime import datetime, timezone

import websockets
from websockets.exceptions import ConnectionClosed

logger = logging.getLogger(__name__)

FAILURES_TO_OPEN = 5
SECONDS_TO_STAY_OPEN = 30.0
SECONDS_TO_AUTHENTICATE = 10.0

Verify = Callable[[str], Awaitable[Optional[Dict[str, Any]]]]


class AuthenticationError(Exception):
    """The client did not prove who it is."""


class CircuitOpenError(AuthenticationError):
    """The identity service is failing and is not asked for now."""


@dataclass(frozen=True)
class Session:
    """An authenticated connection."""

    id: str
    user: str
    started: datetime


class CircuitBreaker:
    """Stops asking a service that keeps failing, and tries again later."""

    def __init__(
        self, failures_to_open: int = FAILURES_TO_OPEN, stay_open: float = SECONDS_TO_STAY_OPEN
    ) -> None:
        self.failures_to_open = failures_to_open
        self.stay_open = stay_open
        self.failures = 0
        self.opened_at: Optional[float] = None
        self.last_failure: Optional[float] = None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    def record_success(self) -> None:
        self.failures = 0
        self.opened_at = None

    def record_failure(self) -> None:
        self.failures += 1
        self.last_failure = time.time()
        if self.failures >= self.failures_to_open:
            self.open()

    def open(self) -> None:
        self.opened_at = time.time()
        logger.warning("circuit opened after %d failures", self.failures)

    def may_try_again(self) -> bool:
        return self.opened_at is None or time.time() - self.opened_at >= self.stay_open

    def seconds_until_retry(self) -> float:
        if self.opened_at is None:
            return 0.0
        return max(0.0, self.opened_at + self.stay_open - time.time())


class WebSocketAuthenticator:
    """Authenticates connections with the token in their first message."""

    def __init__(self, verify: Verify, breaker: Optional[CircuitBreaker] = None) -> None:
        self.verify = verify
        self.breaker = breaker or CircuitBreaker()
        self.sessions: Dict[str, Session] = {}

    async def authenticate(self, message: str) -> Session:
        token = self._token(message)
        if self.breaker.is_open and not self.breaker.may_try_again():
            raise CircuitOpenError("the identity service is unavailable")
        try:
            claims = await asyncio.wait_for(self.verify(token), SECONDS_TO_AUTHENTICATE)
        except (asyncio.TimeoutError, OSError) as error:
            self.breaker.record_failure()
            raise AuthenticationError("the identity service did not answer") from error
        self.breaker.record_success()
        if claims is None:
            raise AuthenticationError("the token is not valid")
        session = Session(uuid.uuid4().hex, claims["sub"], datetime.now(timezone.utc))
        self.sessions[session.id] = session
        return session

    @staticmethod
    def _token(message: str) -> str:
        try:
            return str(json.loads(message)["token"])
        except (ValueError, KeyError, TypeError) as error:
            raise AuthenticationError("the first message has to carry a token") from error

    async def handle(self, connection: "websockets.WebSocketServerProtocol") -> None:
        try:
            session = await self.authenticate(await connection.recv())
            await connection.send(json.dumps({"session": session.id}))
            async for message in connection:
                logger.debug("%s: %s", session.user, message)
        except AuthenticationError as error:
            await connection.close(code=4401, reason=str(error))
        except ConnectionClosed:
            logger.info("connection closed before authentication")
