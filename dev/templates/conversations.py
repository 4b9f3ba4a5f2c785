"""The conversations of dev/templates/golden.py, written to src/test/resources/templates/conversations.json."""

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Get the current weather.\nUse it for one place.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "The city, e.g. \"Zürich\""},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"},
            },
            "required": ["city"],
        },
        "return": {"type": "object", "description": "The weather"},
    },
}
BOOKING = {
    "type": "function",
    "function": {
        "name": "book",
        "description": "Books a table",
        "parameters": {
            "type": "object",
            "properties": {
                "guests": {"type": "integer", "description": "How many", "minimum": 1, "maximum": 20},
                "wishes": {"type": "array", "items": {"type": "string"}, "description": "Wishes"},
                "when": {
                    "type": "object",
                    "description": "When",
                    "properties": {
                        "day": {"type": ["string", "null"], "description": "Day"},
                        "hour": {"anyOf": [{"type": "number"}, {"type": "string"}], "nullable": True},
                    },
                    "required": ["day"],
                    "additionalProperties": False,
                },
                "budget": {"type": "number", "default": 2.0, "multipleOf": 0.5},
                "confirmed": {"type": "boolean", "default": False},
            },
            "required": ["guests", "when"],
        },
        "strict": True,
    },
}
EMPTY = {"type": "function", "function": {"name": "now", "description": "The time", "parameters": {"type": "object", "properties": {}}}}


def user(content, **more):
    return {"role": "user", "content": content, **more}


def assistant(content, **more):
    return {"role": "assistant", "content": content, **more}


def system(content):
    return {"role": "system", "content": content}


def call(name, arguments, identity="call_0001"):
    return {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}


def tool(content, name="get_weather", identity="call_0001"):
    return {"role": "tool", "name": name, "tool_call_id": identity, "content": content}


TURNS = [user("Hi"), assistant("Hello! How can I help?"), user("What is 2+2?"), assistant("4")]

CONVERSATIONS = {
    "plain": {"messages": TURNS[:2]},
    "asks": {"messages": [user("Who are you?")]},
    "system": {"messages": [system("You are terse."), *TURNS]},
    "unicode": {
        "messages": [
            system("Réponds en français. 你好 😀 – ﷽ e\u0301"),
            user("Ça va? 👩‍👩‍👧 \u202etxet\u202c 𝒳"),
            assistant("Très bien… “merci”\u00a0!"),
        ]
    },
    "white space": {
        "messages": [
            system("  \n\tTwo lines\r\nhere \t\n\n"),
            user("\n\n  leading\r\n\ttabs\tand  spaces   \n"),
            assistant(" \u00a0\u2003answer\u2003\u00a0 \n"),
            user("\n"),
            assistant("   ok"),
            user("   last   \t"),
        ]
    },
    "quotes": {
        "messages": [
            user("It's \"quoted\" \\ back\\n <b>&amp;</b> {{ not }} {% code %} {# no #}"),
            assistant("'single' \"double\" `tick` \u0007\u001f\u007f\u2028"),
            user("[INST] </s> <|im_end|> <eos>"),
        ]
    },
    "empty": {"messages": [system(""), user(""), assistant(""), user("x")]},
    "none content": {"messages": [user("x"), assistant(None), user("y")]},
    "many turns": {"messages": [system("Count."), *[m for i in range(12) for m in (user(f"{i}?"), assistant(f"{i}!"))]]},
    "tools": {
        "messages": [
            system("Use tools."),
            user("Weather in Zürich?"),
            assistant("", tool_calls=[call("get_weather", {"city": "Zürich", "unit": "celsius"})]),
            tool('{"temperature": 21.5, "sky": "clear"}'),
            assistant("It is 21.5 °C and clear."),
        ],
        "tools": [WEATHER, BOOKING],
    },
    "tools unused": {"messages": [user("Hi")], "tools": [WEATHER, EMPTY]},
    "tools without system": {
        "messages": [
            user("Book"),
            assistant(
                None,
                tool_calls=[
                    call(
                        "book",
                        {
                            "guests": 4,
                            "wishes": ["window", "no <nuts> & 'peas'"],
                            "when": {"day": None, "hour": 19.5},
                            "budget": 1e20,
                            "confirmed": True,
                            "big": 12345678901234567890,
                            "small": 1e-07,
                        },
                        "abcdefgh1",
                    )
                ],
            ),
            tool("booked", "book", "abcdefgh1"),
        ],
        "tools": [BOOKING],
    },
    "parallel calls": {
        "messages": [
            user("Compare"),
            assistant(
                "I look both up.",
                tool_calls=[
                    call("get_weather", {"city": "Bern"}, "abcdefgh1"),
                    call("get_weather", {"city": "北京"}, "abcdefgh2"),
                ],
            ),
            tool({"temperature": 3}, identity="abcdefgh1"),
            tool([{"type": "text", "text": "cold"}], identity="abcdefgh2"),
            assistant("Bern is colder."),
            user("Thanks"),
        ],
        "tools": [WEATHER],
    },
    "arguments as text": {
        "messages": [
            user("Weather?"),
            assistant("", tool_calls=[call("get_weather", '{"city": "Köln"}', "abcdefgh1")]),
            tool("rain", identity="abcdefgh1"),
            assistant("Rain."),
        ],
        "tools": [WEATHER],
    },
    "bare calls": {
        "messages": [
            user("Weather?"),
            assistant("", tool_calls=[{"name": "get_weather", "arguments": {"city": "Ulm"}}]),
            tool("sun"),
            user("And?"),
        ],
        "tools": [WEATHER["function"]],
    },
    "no arguments": {
        "messages": [
            user("Time?"),
            assistant("", tool_calls=[call("now", {}, "abcdefgh1")]),
            tool("12:00", "now", "abcdefgh1"),
        ],
        "tools": [EMPTY],
        "variables": {"enable_thinking": False, "builtin_tools": ["browser", "python"], "tools_in_user_message": False},
    },
    "thinking inline": {
        "messages": [
            user("17*3?"),
            assistant("<think>\n17*3 = 51\n</think>\n\n51"),
            user("And 18*3?"),
            assistant("<think>54</think>54"),
        ]
    },
    "reasoning": {
        "messages": [
            system("Think."),
            user("17*3?"),
            assistant("51", reasoning_content="\n17*3 is 51\n"),
            user("Weather?"),
            assistant("", reasoning_content="I need the tool.", tool_calls=[call("get_weather", {"city": "Rom"}, "abcdefgh1")]),
            tool("hot", identity="abcdefgh1"),
            assistant("Hot.", reasoning_content="The tool says hot."),
        ],
        "tools": [WEATHER],
        "variables": {"enable_thinking": True, "reasoning_effort": "high", "thinking": True, "preserve_thinking": True},
    },
    "thinking off": {
        "messages": [user("Hi"), assistant("Hello", thinking="greet"), user("Bye")],
        "variables": {
            "enable_thinking": False,
            "thinking": False,
            "reasoning_effort": "low",
            "date_string": "01 Jan 2026",
            "model_identity": "You are a bot.",
            "custom_tools": None,
            "keep_past_thinking": False,
        },
    },
    "parts": {
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "You see."}]},
            user([{"type": "image"}, {"type": "text", "text": "What is this? "}, {"type": "text", "text": "Really?"}]),
            {"role": "assistant", "content": [{"type": "text", "text": "A cat."}]},
            user([{"type": "text", "text": "Sure?"}]),
        ]
    },
    "out of order": {"messages": [assistant("First"), user("Second"), user("Third"), system("Late")]},
    "two users": {"messages": [user("One"), user("Two"), assistant("Both"), assistant("Again")]},
    "developer": {"messages": [{"role": "developer", "content": "Be kind."}, user("Hi"), assistant("Hello")]},
    "unknown role": {"messages": [user("Hi"), {"role": "critic", "content": "Bad."}]},
    "documents": {
        "messages": [user("What do they say?"), assistant("Much.")],
        "documents": [
            {"title": "One", "text": "First text", "doc_id": 1},
            {"title": "Zwei", "text": "Zweiter \"Text\"\n", "doc_id": 2, "score": 0.1},
        ],
        "variables": {"citation_mode": "accurate", "grounding": "enabled"},
    },
    "no messages": {"messages": []},
    "extra keys": {
        "messages": [
            {"role": "user", "content": "Hi", "name": "Ann", "weight": 0, "train": False, "prefix": True},
            assistant("Hello", name="Bot", weight=1, refusal=None, tool_calls=[]),
            user("Next", tool_calls=None),
            assistant("Done", channel="final", recipient="all", end_turn=True),
        ],
        "tools": [],
    },
}  # fmt: skip

VARIABLES = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
