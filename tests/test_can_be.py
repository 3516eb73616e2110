"""What the uses of a name can be, by typeshed."""

from __future__ import annotations

import ast
import re

import pytest

from flake8_missing_import.evidence.can_be import can_be
from flake8_missing_import.facts import undefined_uses
from flake8_missing_import.model import Use
from flake8_missing_import.module import Module


def use_of(name: str, source: str) -> Use:
    """Return the only use of a name that nothing binds."""
    uses = [u for u in undefined_uses(Module(source, ast.parse(source), "x.py")) if u.name == name]
    assert len(uses) == 1, source
    return uses[0]


def name_in(source: str, origin: str) -> str:
    """Return the name by which a snippet uses an origin: its last part, or its first."""
    names = set(re.findall(r"(?<![\w.])\w+", source))
    last, first = origin.rpartition(".")[2], origin.partition(".")[0]
    return last if last in names else first


def check(source: str, origin: str) -> bool:
    return can_be(origin, use_of(name_in(source, origin), source))


CAN = r"""
environ["a"] += "b" | os.environ
x += chain(a, b) | itertools.chain
stdout.write('a') | sys.stdout
x / basename(p) | os.path.basename
with suppress((OSError, E), F): x | contextlib.suppress
x /= strftime('a') | time.strftime
x / Path('a') | pathlib.Path
message_from_bytes(b).get_body() | email.message_from_bytes
parse(s).body[0].value | ast.parse
partial(f, func=1) | functools.partial
y = shuffle(x) | random.shuffle
y = x = shuffle(z) | random.shuffle
x = sorted(x, key=lambda x: sleep(x)) | time.sleep
x = deepcopy(x) | copy.deepcopy
Path('a', x, 'b') | pathlib.Path
chain([1], 'ab') | itertools.chain
timezone(timedelta(1)) | datetime.timezone
timezone(offset=x) | datetime.timezone
combinations('abc', 2) | itertools.combinations
combinations({1, 2}, 2) | itertools.combinations
sleep(0.5) | time.sleep
count(0.5, step=1) | itertools.count
basename(b"a") | os.path.basename
insort(a, {}, key=f) | bisect.insort
sleep(True) | time.sleep
Decimal([0, [1], 2]) | decimal.Decimal
walk(p, topdown=0) | os.walk
sqrt(4) | math.sqrt
run('ls', shell=1) | subprocess.run
run(('ls', '-l')) | subprocess.run
b64encode(b'a') | base64.b64encode
b64encode('a') | base64.b64encode
Signals(2) | signal.Signals
raise_signal(2) | signal.raise_signal
choice('abc') | random.choice
Thread(None, f) | threading.Thread
random.choices(a, k=2) | random
match x:\n  case datetime(): pass | datetime.datetime
match x:\n  case date(year=y): pass | datetime.date
time() - x | time.time
create_task(sleep(1)) | asyncio.sleep
x = sleep(1) | asyncio.sleep
create_task(x) | asyncio.create_task
int(time()) | time.time
round(time()) | time.time
"%.2f" % time() | time.time
x["a"] + 60 < time() | time.time
-1 < time() <= x | time.time
time() > x | datetime.time
time() == 3 | datetime.time
-x < timedelta(1) | datetime.timedelta
x / 2 < timedelta(1) | datetime.timedelta
str(time()) | datetime.time
min(time(), x) | datetime.time
int(x=time()) | datetime.time
int(environ["A"]) | os.environ
int(b64decode(x)) | base64.b64decode
float(Decimal(1)) | decimal.Decimal
int(MagicMock()) | unittest.mock.MagicMock
abs(timedelta(1)) | datetime.timedelta
f"{time():.2f}" | time.time
f"{time():>10}" | datetime.time
f"{time():%H:%M}" | datetime.time
f"{date(1, 2, 3):%Y-%m-%d}" | datetime.date
f"{Decimal(1):+,.2f}" | decimal.Decimal
f"{getpid():06d}" | os.getpid
f"{getpid():{x}d}" | os.getpid
f"{MagicMock():.2f}" | unittest.mock.MagicMock
f"{time()!s:.2}" | datetime.time
list(product(x, y)) | itertools.product
next(count()) | itertools.count
iter(count()) | itertools.count
", ".join(chain(x, y)) | itertools.chain
len(deque()) | collections.deque
len(Element("a")) | xml.etree.ElementTree.Element
list(Element("a")) | xml.etree.ElementTree.Element
len(MagicMock()) | unittest.mock.MagicMock
sorted(environ) | os.environ
set(HTTPStatus) | http.HTTPStatus
len(HTTPStatus) | http.HTTPStatus
next(reader(x)) | csv.reader
next(walk(x)) | os.walk
dict(groupby(x)) | itertools.groupby
max(time(), 3) | time.time
sum(x, Fraction(1)) | fractions.Fraction
map(sqrt, x) | math.sqrt
sorted(x, key=itemgetter(0)) | operator.itemgetter
bytes(getpid()) | os.getpid
str(getpid()) | os.getpid
"{}".format(getpid()) | os.getpid
iter(partial(x, 3), b"") | functools.partial
x.join(sqrt(2)) | math.sqrt
"%d" % MagicMock() | unittest.mock.MagicMock
"%d" % unpack("!H", x) | struct.unpack
"%x" % urlparse(x) | urllib.parse.urlparse
"%s %d" % (time(), x) | datetime.time
"%d%%, %s" % (x, time()) | datetime.time
"%(a)d" % ChainMap() | collections.ChainMap
"%*d" % (x, time()) | datetime.time
x % time() | datetime.time
date(1, 2, 3) - x | datetime.date
match x:\n  case Match(): pass | re.Match
match x:\n  case Constant(v): pass | ast.Constant
match x:\n  case OrderedDict(d): pass | collections.OrderedDict
match x:\n  case struct_time(y, m): pass | time.struct_time
match x:\n  case Mapping(items=i): pass | collections.abc.Mapping
match x:\n  case List(l): pass | typing.List
isinstance(x, Match) | re.Match
x: Match[str] | re.Match
SimpleNamespace(a=1) | types.SimpleNamespace
default_timer() | timeit.default_timer
excepthook(a, b, c) | sys.excepthook
atexit.register(excepthook, a) | sys.excepthook
x / Path("a") | pathlib.Path
x %= Fraction(1) | fractions.Fraction
Counter(a) & b | collections.Counter
Path("a") < b | pathlib.Path
traceback.TracebackException.from_exception(e, _seen=s) | traceback
http.client.HTTPSConnection(h, key_file=k) | http
inspect.signature(f, _private=1) | inspect
json.dumps(a, anything=1) | json
threading.Thread(target=f) | threading
time.sleep(1) | time
time.clock() | time
time.time(1, 2) | time
os.path.join(a) | os
os._exit(1) | os
itertools.izip(a, b) | itertools
sys.maxint | sys
collections.Mapping | collections
inspect.getargspec(f) | inspect
asyncio.timeout(1) | asyncio
setattr(builtins, "x", 1) | builtins
pytest.raises(CalledProcessError) | subprocess.CalledProcessError
self.assertRaises(OSError, copy) | shutil.copy
@cached_property\ndef f(self): pass | functools.cached_property
@dataclass\nclass A: pass | dataclasses.dataclass
@total_ordering\nclass A: pass | functools.total_ordering
@lru_cache\ndef f(): pass | functools.lru_cache
mock.patch.object(time, "sleep") | time
mock.patch.object(time, name) | time
mocker.patch.object(queue, "Queue", f) | queue
sys.stdout = x | sys
os.environ["x"] = 1 | os
sys.flags.utf8_mode | sys
print("%s" % json) | json
not json | json
x = json if y else None | json
json is None | json
xml.dom.minidom.parseString(s) | xml
path.join(a, b) | os.path
futures.ThreadPoolExecutor() | concurrent.futures
x = minidom.parseString(s) | xml.dom.minidom
time.sleep = f | time
time.brand_new = f | time
os.path.walk(a, b, c) | os
os.linesep.decode("ascii") | os
ConfigParser.ConfigParser() | ConfigParser

with patch.object(a, "x"): pass | unittest.mock.patch
patch.dict(os_environ, {}) | unittest.mock.patch
patch("a.b").start() | unittest.mock.patch
patch.multiple("a", b=1) | unittest.mock.patch
patch.stopall() | unittest.mock.patch
patch.TEST_PREFIX | unittest.mock.patch
f(ANY) | unittest.mock.ANY
mock.patch("x") | unittest.mock
call(1).foo() | unittest.mock.call
Mock(return_value=1, anything=2).foo.bar() | unittest.mock.Mock
f(timezone.utc) | datetime.timezone
datetime.now().isoformat() | datetime.datetime
datetime.now(tz=x).date().year | datetime.datetime
datetime.datetime.now() | datetime
datetime(2020, 1, 1) | datetime.datetime
datetime(2020, 1, day=1, tzinfo=x) | datetime.datetime
datetime(*args) | datetime.datetime
datetime(**options) | datetime.datetime
datetime.strptime("", "") | datetime.datetime
timedelta(days=1).total_seconds() | datetime.timedelta
timedelta(1) + x | datetime.timedelta
Counter(a).most_common(1)[0] | collections.Counter
Counter(a=1) | collections.Counter
ChainMap(a, b).maps | collections.ChainMap
defaultdict(list)[x].append(1) | collections.defaultdict
namedtuple("A", "b c")(1, 2) | collections.namedtuple
UUID(hex="") | uuid.UUID
UUID("") | uuid.UUID
uuid4().hex | uuid.uuid4
map(radians, [a, b]) | math.radians
map(Path, x) | pathlib.Path
map(itemgetter(1), x) | operator.itemgetter
map(add, x, y) | operator.add
map(add, *x) | operator.add
map(f, glob(x)) | glob.glob
filter(isfile, x) | os.path.isfile
Enum("A", "b c") | enum.Enum
Enum("A", names="b") | enum.Enum
Path("a", "b") / "c" | pathlib.Path
Path(a).parent.parent.joinpath("x").read_text(encoding="utf-8") | pathlib.Path
Path.cwd().name | pathlib.Path
Queue(5).get(timeout=1) | queue.Queue
Queue(maxsize=5) | queue.Queue
Decimal("1") + 1 | decimal.Decimal
Decimal(value=2) | decimal.Decimal
get_args(x)[0] | typing.get_args
x: Tuple[int, int] | typing.Tuple
x: "Optional[int]" | typing.Optional
x: Dict | typing.Dict
x = Union[int, str] | typing.Union
x = Any | typing.Any
class A:\n    x: Any = 1 | typing.Any
class A:\n    x = Dict[str, int] | typing.Dict
class A:\n    def f(self):\n        x = Any | typing.Any
x = List[int] | typing.List
x = Callable[..., int] | typing.Callable
x = Callable[..., int] | collections.abc.Callable
def f(x: int | Any): pass | typing.Any
class A(Any): pass | typing.Any
class A(NamedTuple): pass | typing.NamedTuple
class A(TypedDict, total=False): pass | typing.TypedDict
class A(Generic[x]): pass | typing.Generic
class A(Protocol): pass | typing.Protocol
class A(List[int]): pass | typing.List
T = TypeVar("T", bound=int) | typing.TypeVar
N = NewType("N", int) | typing.NewType
D = TypedDict("D", {"a": int}) | typing.TypedDict
D = NamedTuple("D", [("a", int)]) | typing.NamedTuple
x = cast(int, y).foo | typing.cast
def f(x):\n    return cast(Foo, x) | typing.cast
def f(x):\n    return cast("Foo", x) | typing.cast
def f(x):\n    return cast(list[int] | None, x) | typing.cast
def f(x):\n    return cast(mod.Foo, x) | typing.cast
def f(x):\n    return cast(Foo._Bar, x) | typing.cast
def f(x):\n    return cast(socket.socket, x) | typing.cast
def f(*x):\n    return cast(*x) | typing.cast
assert_type(f(), User) | typing.assert_type
isinstance(x, (NoneType, list)) | types.NoneType
isinstance(x, Sequence) | typing.Sequence
isinstance(x, Callable) | typing.Callable
isinstance(d, cached_property) | functools.cached_property
isinstance(ABC, type) | abc.ABC
sleep(2) | time.sleep
await_ = sleep(2) | time.sleep
warn("old", DeprecationWarning, stacklevel=2) | warnings.warn
walk(p, topdown=False) | os.walk
for a, b, c in walk(p): pass | os.walk
isdir(p) | os.path.isdir
rmtree(p, ignore_errors=True) | shutil.rmtree
copyfile(*a) | shutil.copyfile
environ["A"] | os.environ
environ.get("A") | os.environ
"A" in environ | os.environ
argv[1:] | sys.argv
len(argv) | sys.argv
stdout.write("") | sys.stdout
ascii_letters.upper() | string.ascii_letters
for c in ascii_letters + digits_: pass | string.ascii_letters
timezone + 1 | time.timezone
chdir(p) | os.chdir
x = chdir(p) | contextlib.chdir
with chdir(p): pass | contextlib.chdir
TemporaryDirectory(p) | tempfile.TemporaryDirectory
Popen(p) | subprocess.Popen
sqrt(a > b) | math.sqrt
compress(a, a > b) | itertools.compress
Counter(a == b) | collections.Counter
sleep(a == b) | time.sleep
INFO + (a > b) | logging.INFO
INFO + 0.5 | logging.INFO
INFO + 5 + x | logging.INFO
"a" * INFO | logging.INFO
"a" + str(INFO + x) | logging.INFO
["a"] + argv[1:] + x | sys.argv
argv + ("a",) | sys.argv
"a" + sep + x | os.sep
sep + f"{x}" | os.sep
deque(x) + ["a"] | collections.deque
array("i") + x + 1 | array.array
Enum("A", "b c") | enum.Enum
Enum("A", x, module=y) | enum.Enum
Enum(value="A", names=x) | enum.Enum
Enum("A", **x) | enum.Enum
f(Enum("A", "b")) | enum.Enum
Column(f(UUID(x))) | uuid.UUID
Column(String, default=UUID) | uuid.UUID
f(UUID) | uuid.UUID
alter_column("a", type_=f(UUID)) | uuid.UUID
HTTPStatus(404) | http.HTTPStatus
class A(Enum): b = 1 | enum.Enum
class A(IntFlag): b = 1 | enum.IntFlag
class A(http.HTTPStatus): pass | http
array("i", x) | array.array
array("Bh"[x], y) | array.array
array("i" if x else y) | array.array
array(self.typecode, x) | array.array
array(ARRAY_TYPE_H) | array.array
array(type_codes[x], y) | array.array
array(get_code(x)) | array.array
array(*x) | array.array
array.array(x) | array
class A(array): pass | array.array
normalize("NFC", x) | unicodedata.normalize
normalize(form, x) | unicodedata.normalize
-timezone | time.timezone
timezone < 3 | time.timezone
@contextmanager\ndef f(): pass | contextlib.contextmanager
@wraps(f)\ndef g(): pass | functools.wraps
@lru_cache\ndef g(): pass | functools.lru_cache
@lru_cache(maxsize=None)\ndef g(): pass | functools.lru_cache
@lru_cache()\ndef g(): pass | functools.lru_cache
@cached_property\ndef g(self): pass | functools.cached_property
@dataclass\nclass A: pass | dataclasses.dataclass
@dataclass(frozen=True)\nclass A: pass | dataclasses.dataclass
@total_ordering\nclass A: pass | functools.total_ordering
@unique\nclass A: pass | enum.unique
@patch("a.b")\ndef f(): pass | unittest.mock.patch
@patch.object(a, "b")\ndef f(): pass | unittest.mock.patch
@skipIf(a, "b")\ndef f(): pass | unittest.skipIf
@abstractmethod\ndef f(): pass | abc.abstractmethod
@overload\ndef f(): pass | typing.overload
UUID(a) | uuid.UUID
UUID(*a) | uuid.UUID
UUID(**a) | uuid.UUID
c_int() | ctypes.c_int
Queue() | multiprocessing.Queue
@override\ndef f(): pass | typing.override
@cache\nclass A: pass | functools.cache
Thread(target=lambda: 1) | threading.Thread
timeit(lambda: f(x), number=2) | timeit.timeit
repeat("f()", repeat=3) | timeit.repeat
groupby(a, None) | itertools.groupby
filterfalse(None, a) | itertools.filterfalse
signal(SIGINT, lambda number, frame: None) | signal.signal
defaultdict(lambda: 0) | collections.defaultdict
sub("a", lambda match: "", b) | re.sub
dump(a, b, cls=None) | json.dump
@register\ndef f(): pass | atexit.register
@singledispatch\ndef f(): pass | functools.singledispatch
@warnings.deprecated("x")\ndef f(): pass | warnings
with suppress(A): pass | contextlib.suppress
with ExitStack() as s: pass | contextlib.ExitStack
with TemporaryDirectory() as d: pass | tempfile.TemporaryDirectory
with NamedTemporaryFile("w", delete=False) as d: pass | tempfile.NamedTemporaryFile
with closing(x): pass | contextlib.closing
with Lock(): pass | threading.Lock
with Pool(4) as p: pass | multiprocessing.Pool
with ThreadPoolExecutor(max_workers=1) as p: p | concurrent.futures.ThreadPoolExecutor
async def f():\n    async with Lock(): pass | asyncio.Lock
async def f():\n    async with timeout(1): pass | asyncio.timeout
async def f():\n    await sleep(1) | asyncio.sleep
async def f():\n    await gather(*x) | asyncio.gather
async def f():\n    await wait_for(x, timeout=1) | asyncio.wait_for
async def f():\n    await to_thread(x) | asyncio.to_thread
async def f():\n    async for x in as_completed(y): pass | asyncio.as_completed
run(main()) | asyncio.run
create_task(x).add_done_callback(y) | asyncio.create_task
run(["ls"], check=True, capture_output=True).stdout | subprocess.run
Popen(["ls"], stdout=x).communicate()[0] | subprocess.Popen
check_output(["ls"]).decode() | subprocess.check_output
raise JSONDecodeError("a", "b", 1) | json.JSONDecodeError
raise TimeoutExpired | subprocess.TimeoutExpired
try: pass\nexcept CalledProcessError: pass | subprocess.CalledProcessError
try: pass\nexcept (CalledProcessError, OSError): pass | subprocess.CalledProcessError
try: pass\nexcept timeout: pass | socket.timeout
class A(ABC): pass | abc.ABC
class A(metaclass=ABCMeta): pass | abc.ABCMeta
class A(IntEnum): pass | enum.IntEnum
class A(Thread): pass | threading.Thread
class A(TestCase): pass | unittest.TestCase
class A(namedtuple("A", "b")): pass | collections.namedtuple
class A(OrderedDict): pass | collections.OrderedDict
class A(NamedTuple("A", [("b", int)])): pass | typing.NamedTuple
Frame(root, bg="x").grid(row=1, column=0) | tkinter.Frame
ref.__new__(cls, x) | weakref.ref
MutableSet.register(A) | collections.abc.MutableSet
class A(HTMLParser): pass | html.parser.HTMLParser
x = (c_char * 10)() | ctypes.c_char
x = POINTER(y) | ctypes.POINTER
cdll.LoadLibrary(x).foo() | ctypes.cdll
x = deque[int] | collections.deque
x = partial(f, 1, a=2)(3) | functools.partial
x = reduce(f, x) | functools.reduce
x = [*chain(a, b)] | itertools.chain
x = chain.from_iterable(a) | itertools.chain
a, b = tee(x) | itertools.tee
f(**asdict(x)) | dataclasses.asdict
f(**environ) | os.environ
x[itemgetter(1)(y):] | operator.itemgetter
getLogger(__name__).info("x") | logging.getLogger
ArgumentParser(description=x).parse_args().foo | argparse.ArgumentParser
dumps(x, indent=2) | json.dumps
loads(x)["a"].foo() | json.loads
compile_ = match("a", b).group(1) | re.match
Pattern[str] | re.Pattern
x = HTTPStatus.OK.value | http.HTTPStatus
for x in HTTPStatus: pass | http.HTTPStatus
HTTPStatus["OK"] | http.HTTPStatus
HTTPStatus(200).phrase | http.HTTPStatus
x = signal(SIG, f) | signal.signal
x = SIGINT.name | signal.SIGINT
x: Lock = y | threading.Lock
x: Event = y | multiprocessing.Event
local().anything | threading.local
SimpleNamespace(a=1).a | types.SimpleNamespace
sleep.assert_called_once_with(1) | time.sleep
Popen.return_value.communicate | subprocess.Popen
f"{monotonic() - x:.2f}" | time.monotonic
b = pi * 2 | math.pi
sqrt(2) ** 2 | math.sqrt
struct_time.tm_year | time.struct_time
localtime()[0] | time.localtime
localtime().tm_year | time.localtime
ElementTree.parse(x).getroot().find("a").text | xml.etree.ElementTree
defaultdict[str, int] | collections.defaultdict
"""

CANNOT = r"""
basename(p) / x | os.path.basename
x - basename(p) | os.path.basename
x / product(a) | itertools.product
message_from_bytes(b).get_everything() | email.message_from_bytes
Thread(target=f).cancel() | threading.Thread
partial(func=f) | functools.partial
join(User, Address, User.id == Address.user_id) | os.path.join
basename(a > b) | os.path.basename
chdir(p) | contextlib.chdir
suppress(A) | contextlib.suppress
INFO + "started" + RESET | logging.INFO
INFO + f"{x}" | logging.INFO
"a" + ERROR | logging.ERROR
RED + "a" + ERROR | logging.ERROR
ERROR + x + "a" | logging.ERROR
"a" + (ERROR + x) | logging.ERROR
INFO + [1] | logging.INFO
time() + "s" | time.time
environ + "a" | os.environ
cast(User.id, String) | typing.cast
cast(User.__table__.c.id, String) | typing.cast
cast(col("a"), "int") | typing.cast
cast(1.5, tf.int32) | typing.cast
cast(-x, tf.int32) | typing.cast
cast(x + 1, tf.int32) | typing.cast
def f(column):\n    return cast(column, Float) | typing.cast
def f(table):\n    return cast(table.c.price, sa.Integer) | typing.cast
def f(*, row):\n    return cast(row["a"], Integer) | typing.cast
lambda x: cast(x, String) | typing.cast
[cast(x, String) for x in columns] | typing.cast
def f():\n    x = g()\n    return cast(x, String) | typing.cast
assert_type(User, f()) | typing.assert_type
match x:\n  case date(weeks=w): pass | datetime.date
match x:\n  case Path(a, b): pass | pathlib.Path
match x:\n  case List(elts=e): pass | typing.List
@timeit\ndef f(): pass | timeit.timeit
UUID() | uuid.UUID
stdout('a') | sys.stdout
@timeit\nclass A: pass | timeit.timeit
@unique\ndef f(): pass | enum.unique
@log\nclass A: pass | math.log
@sleep\nclass A: pass | time.sleep
sleep(lambda: 1) | time.sleep
repeat(2) | timeit.repeat
repeat(None, 3) | timeit.repeat
partial("a", 1) | functools.partial
@wait\ndef f(): pass | concurrent.futures.wait
@info\ndef f(): pass | multiprocessing.util.info
@repeat\ndef f(): pass | itertools.repeat
@stack\ndef f(): pass | inspect.stack
@exp\nasync def f(): pass | math.exp
pytest.raises(copy) | shutil.copy
suppress(OSError, copy) | shutil.copy
mock.patch.object(queue, "put") | queue
patch.object(copy, "append", create=False) | copy
timezone('Europe/Berlin') | datetime.timezone
timezone(offset=None) | datetime.timezone
timedelta('1 day') | datetime.timedelta
timedelta(days=[1]) | datetime.timedelta
combinations(5, 2) | itertools.combinations
combinations([1], '2') | itertools.combinations
cycle(3) | itertools.cycle
sleep('5s') | time.sleep
count("*") | itertools.count
basename(5) | os.path.basename
closing("a") | contextlib.closing
sleep(f'{x}s') | time.sleep
floor('a') | math.floor
radians('x') | math.radians
deque(3) | collections.deque
fill('#a', 'b') | textwrap.fill
choice(5) | random.choice
choice({1}) | random.choice
Path([]) | pathlib.Path
Path('a', 1) | pathlib.Path
product(2, 3) | itertools.product
Thread('x') | threading.Thread
b64encode(5) | base64.b64encode
random.choice(3, size=2, replace=False) | random
random.shuffle(a, axis=1) | random
signal.signal(a, sender=b) | signal
uuid.UUID(as_uuid=True) | uuid
Match() | re.Match
Number() | numbers.Number
Integral() | numbers.Integral
AbstractEventLoop() | asyncio.AbstractEventLoop
Match(**x) | re.Match
Pattern("a") | re.Pattern
default_timer(0.1, f) | timeit.default_timer
excepthook(a) | sys.excepthook
dataclasses.dataclass(config=C) | dataclasses
statistics.mean(x, axis=0) | statistics
functools.lru_cache(ttl=3) | functools
time.foo() | time
time() | time
time[1] | time
time + 1 | time
x += time | time
x += sleep(1) | time.sleep
x -= chain(a, b) | itertools.chain
x = x + chain(a, b) | itertools.chain
-time | time
time < 1 | time
x in time | time
for x in time: pass | time
[x for x in time] | time
f(*time) | time
f(**time) | time
a, b = time | time
with time: pass | time
async def f():\n    await time | time
async def f():\n    async with time: pass | time
async def f():\n    async for x in time: pass | time
raise time | time
try: pass\nexcept time: pass | time
try: pass\nexcept (OSError, time): pass | time
class A(time): pass | time
@time\ndef f(): pass | time
@time\nclass A: pass | time
x: time | time
def f(x: time): pass | time
def f() -> "time": pass | time
def f(x: list[time]): pass | time
isinstance(x, time) | time
isinstance(x, (int, time)) | time
x[time:] | time
f"{time:.2f}" | time
time | int | time
os.path.get_dir() | os
os.getcdw() | os
os.environ.foo | os
datetime.datetime.nwo() | datetime
path.get_dir() | os.path
path / "x" | os.path
path.utc | sys.path
path.join(a, b) | sys.path
f(timezone.utc) | time.timezone
timezone() | time.timezone
timezone[0] | time.timezone
patch.get("/x") | unittest.mock.patch
patch.apply() | unittest.mock.patch
datetime.timedelta(1) | datetime.datetime
datetime + timedelta_ | datetime.datetime
datetime.now().foo() | datetime.datetime
datetime() | datetime.datetime
datetime(2020, month=1, day=1, year=3) | datetime.datetime
sleep() | time.sleep
sleep(1, 2) | time.sleep
sleep.foo | time.sleep
sleep[1] | time.sleep
sleep + 1 | time.sleep
with sleep(1): pass | time.sleep
for x in sleep(1): pass | time.sleep
async def f():\n    await sleep(1) | time.sleep
class A(sleep): pass | time.sleep
x: sleep | time.sleep
isinstance(x, sleep) | time.sleep
raise sleep(1) | time.sleep
sleep(1).foo | time.sleep
Column(UUID(as_uuid=True)) | uuid.UUID
Column(Enum("a", "b", name="s")) | enum.Enum
Counter("n", "doc", ["m"]) | collections.Counter
Path(..., gt=0) | pathlib.Path
Queue(connection=r) | queue.Queue
Queue(connection=r) | multiprocessing.Queue
Decimal(places=2) | decimal.Decimal
x = get_args() | typing.get_args
List(int) | typing.List
Dict() | typing.Dict
Set() | typing.Set
Set() | collections.abc.Set
Any(1, 2) | typing.Any
Union(a, b) | typing.Union
Optional(a) | typing.Optional
Counter(a) | typing.Counter
ChainMap() | typing.ChainMap
Deque() | typing.Deque
Iterable() | typing.Iterable
Mapping() | collections.abc.Mapping
class A(Union): pass | typing.Union
class A(Optional): pass | typing.Optional
class A(Literal): pass | typing.Literal
isinstance(x, Any) | typing.Any
isinstance(x, Optional) | typing.Optional
Tuple[int, int] | ast.Tuple
x: Tuple[int, int] | ast.Tuple
x: Dict[str, int] | ast.Dict
ConfigParser.ConfigParser() | configparser.ConfigParser
Queue.Queue() | queue.Queue
time() - x | datetime.time
x - time() | datetime.time
time() * 1000 | datetime.time
sleep(1) | asyncio.sleep
int(time()) | datetime.time
round(time(), 2) | datetime.time
float(sleep(1)) | time.sleep
f"{time():.2f}" | datetime.time
f"{time():d}" | datetime.time
f"{Path(x):>8,.1%}" | pathlib.Path
list(sqrt(x)) | math.sqrt
sum(floor(x)) | math.floor
max(exp(x)) | math.exp
zip(x, ceil(y)) | math.ceil
map(str, sqrt(x)) | math.sqrt
", ".join(sqrt(x)) | math.sqrt
sorted(Path("a")) | pathlib.Path
enumerate(time()) | time.time
set(uuid4()) | uuid.uuid4
any(sqrt) | math.sqrt
len(product(x, y)) | itertools.product
len(sqrt(x)) | math.sqrt
len(Path("a")) | pathlib.Path
next(Counter(x)) | collections.Counter
next(time()) | time.time
x = shuffle(x) | random.shuffle
self.x = shuffle(self.x) | random.shuffle
y = x = shuffle(x) | random.shuffle
int(time) | time
"%.2f" % time() | datetime.time
"%s %d%%" % (x, time()) | datetime.time
"%s %d" % (x, unpack("!H", y)) | struct.unpack
time() > 3 | datetime.time
x["a"] + 60 < time() | datetime.time
-1 < time() <= x | datetime.time
Lock() + 1 | threading.Lock
Path("a") * 2 | pathlib.Path
map(time, x) | time.time
map(time, x) | time
map(pi, x) | math.pi
map(add, x) | operator.add
map(choice([1]).x, filter(Any, y)) | typing.Any
map(radians, x, y) | math.radians
Enum(A) | enum.Enum
Enum("a") | enum.Enum
Enum(*x) | enum.Enum
Enum("a", *x) | enum.Enum
Enum("a", "b", "c") | enum.Enum
IntEnum(A) | enum.IntEnum
Flag(*x) | enum.Flag
Column(Enum("a", "b")) | enum.Enum
Column("k", Enum("a", "b"), nullable=True) | enum.Enum
db.Column(Enum("a", "b"), default=x) | enum.Enum
op.alter_column("a", "b", type_=Enum("a", "b")) | enum.Enum
Column(UUID, default=x) | uuid.UUID
x: Mapped[A] = mapped_column(UUID) | uuid.UUID
alter_column("a", existing_type=UUID) | uuid.UUID
array(x) | array.array
array(x, y) | array.array
array(df["a"]) | array.array
array(df.values) | array.array
array(f(x)) | array.array
array(x if y else z) | array.array
array(x + "a") | array.array
normalize(a, b) | unicodedata.normalize
normalize(v.x, v.y) | unicodedata.normalize
Queue() < 3 | queue.Queue
match x:\n  case choice(): pass | random.choice
match x:\n  case Optional(): pass | typing.Optional
StringIO.StringIO() | io.StringIO
ConfigParser.foo() | ConfigParser
Queue() | Queue
concurrent.ThreadPoolExecutor() | concurrent
with Lock(): pass | asyncio.Lock
async def f():\n    async with Lock(): pass | threading.Lock
with Queue(): pass | queue.Queue
x = sep() | os.sep
sep.foo | os.sep
environ.foo | os.environ
environ() | os.environ
argv() | sys.argv
with argv: pass | sys.argv
argv.get("x") | sys.argv
ascii_letters(1) | string.ascii_letters
del ascii_letters[0] | string.ascii_letters
@suppress(A)\ndef f(): pass | contextlib.suppress
@timeout(5)\ndef f(): pass | asyncio.timeout
@dumps()\ndef f(): pass | json.dumps
@register()\ndef f(): pass | atexit.register
@namedtuple\nclass A: pass | collections.namedtuple
raise partial | functools.partial
raise Path("x") | pathlib.Path
try: pass\nexcept Path: pass | pathlib.Path
try: pass\nexcept sleep: pass | time.sleep
timedelta[0] | datetime.timedelta
for x in Path: pass | pathlib.Path
with Counter(): pass | collections.Counter
uuid4().foo | uuid.uuid4
uuid4(1) | uuid.uuid4
for x in uuid4(): pass | uuid.uuid4
uuid4()["a"] | uuid.uuid4
class A:\n    x = Any | typing.Any
class A:\n    x = y = List | typing.List
class A(NoneType): pass | types.NoneType
class A(timezone): pass | datetime.timezone
class A(HTTPStatus): pass | http.HTTPStatus
class A(x, AddressFamily): pass | socket.AddressFamily
choice([1], k=2) | random.choice
choice() | random.choice
field("x") | dataclasses.field
run.delay() | subprocess.run
call.foo() | subprocess.call
monotonic.x | time.monotonic
pi() | math.pi
log.info("x") | math.log
log(a, b, c, d) | math.log
date.today().foo | datetime.date
datetime.now(foo=1) | datetime.datetime
"""


def rows(table: str) -> list[object]:
    found: list[object] = []
    for line in filter(None, table.split("\n")):
        source, _, origin = line.rpartition(" | ")
        found.append(pytest.param(source.replace("\\n", "\n"), origin, id=f"{source}-{origin}"))
    return found


@pytest.mark.parametrize(("source", "origin"), rows(CAN))
def test_may_be_meant(source: str, origin: str) -> None:
    assert check(source, origin)


@pytest.mark.parametrize(("source", "origin"), rows(CANNOT))
def test_cannot_be_meant(source: str, origin: str) -> None:
    assert not check(source, origin)
