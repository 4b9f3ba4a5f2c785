#!/usr/bin/env python3
"""Writes the corpus that dev/tokens/golden.py counts: src/test/resources/tokens/{chat,sharegpt,alpaca,completion,text}.jsonl.

The texts were written for this purpose. golden.py must run after every change here.
"""

import json
import pathlib

OUT = pathlib.Path(__file__).resolve().parents[2] / "src/test/resources/tokens"

# what is asked, and what is answered
LANGUAGES = {
    "English": (
        "My parcel hasn't arrived yet. Order no. 48-2213, placed on the 3rd of May; what's going on?",
        "I'm sorry about the delay! It left our warehouse on 5 May and should reach you by Friday. Shall I call the courier?",
    ),
    "German": (
        "Können Sie mir bitte erklären, weshalb die Grundstücksverkehrsgenehmigungszuständigkeit wechselte?",
        "Gern: Seit dem 1. Januar ist der Landkreis zuständig – die Übergangsfrist läuft übrigens noch bis März.",
    ),
    "Chinese": (
        "请问我的订单什么时候能送到？我已经等了三个星期了。",
        "非常抱歉让您久等。您的包裹目前在上海分拣中心，预计后天送达；如需更改地址，请告诉我。",
    ),
    "Japanese": (
        "東京から京都まで新幹線でどのくらいかかりますか？",
        "「のぞみ」なら約２時間１５分です。指定席は１４，１７０円ですが、早めの予約がおすすめです。",
    ),
    "Arabic": (
        "كيف يمكنني إعادة تعيين كلمة المرور؟ لم تصلني رسالة التأكيد.",
        "اضغط على «نسيت كلمة المرور»، ثم تحقّق من مجلّد الرسائل غير المرغوب فيها خلال ١٠ دقائق.",
    ),
    "Hindi": (
        "क्या आप मुझे बता सकते हैं कि मेरा खाता क्यों बंद कर दिया गया है?",
        "आपका खाता सुरक्षा जाँच के लिए अस्थायी रूप से रोका गया है; कृपया अपना पहचान-पत्र अपलोड करें।",
    ),
    "Russian": (
        "Почему приложение закрывается сразу после обновления до версии 12.4?",
        "Это известная ошибка. Удалите кэш: «Настройки» → «Память» → «Очистить», затем перезапустите телефон.",
    ),
    "Thai": (
        "ร้านเปิดกี่โมงและปิดกี่โมงในวันหยุดนักขัตฤกษ์",
        "วันหยุดร้านเปิดสิบโมงเช้าถึงสองทุ่มค่ะ กรุณาโทรจองล่วงหน้านะคะ",
    ),
    "Korean": (
        "환불은 며칠이나 걸리나요? 카드로 결제했습니다.",
        "카드 결제는 영업일 기준 3~5일 정도 걸립니다. 불편을 드려 죄송합니다.",
    ),
    "Python": (
        "Why does this leak?\n```python\ndef read(path, cache={}):\n    if path not in cache:\n        cache[path] = open(path).read()\n    return cache[path]\n```",
        "The default `cache={}` is made once:\n\n```python\ndef read(path, cache=None):\n\tcache = {} if cache is None else cache\n\twith open(path) as f:\n\t\treturn cache.setdefault(path, f.read())\n```",
    ),
    "several programming languages": (
        'SELECT a.id, COUNT(*) FROM "orders" a LEFT JOIN b USING (id) WHERE a.x <> 0x1F GROUP BY 1;\n'
        "for (int i = 0; i < n; ++i) { sum += *(p + i) & ~mask; }\n",
        "fn main() -> Result<(), Box<dyn Error>> {\n    let v: Vec<_> = (0..10).map(|x| x << 2).collect();\n}\n"
        '<div class="a&amp;b" data-x=\'{"k": [1, null]}\'>\n\t<br/>\n</div>\n$ awk -F\'\\t\' \'{print $2}\' *.tsv | sort -u\n',
    ),
}

ODD = {
    "emoji with joiners and skin tones": "👩‍👩‍👧‍👦 👍🏽 🤷🏿‍♀️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇩🇪🇯🇵 ❤️‍🔥 ☃︎☃️ 😀😀😀😀",
    "combining marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘ e\u0301 é n\u0303 ñ A\u030a Å \u1e9b\u0323",
    "byte fallback": "𐌲𐌿𐍄𐌰 𒀀𒁀𒂀 𐀀𐀁 𓀀𓁐 ꙮ ᚠᚢᚦ ⴰⵎⴰⵣⵉⵖ 𝔉𝔯𝔞𝔨𝔱𝔲𝔯 \ue000\uf8ff\U000f0000\U0010fffd \ufdd0\uffff \U0001fae9",
    "long runs of white space": "a" + " " * 300 + "b" + "\t" * 40 + "c" + "\n" * 70 + "d" + "\n \n  \n   \n" + "\u00a0" * 9 + "\u3000" * 7 + "\u2003\u2009\u200a",
    "carriage returns": "first\r\nsecond\r\n\r\nthird\rfourth\n\rfifth \r\n \r\n",
    "numbers": "0 1 12 123 1234 12345 1234567890123456789012345678901234567890 3.14159 1e-10 1,234,567.89 ٣٤٥ ४५६ Ⅻ ½ ² 0xFFFF 192.168.0.1 2026-11-25T09:30:00Z",
    "special tokens": "<|begin_of_text|><|start_header_id|>user<|end_header_id|> <|im_start|>system\n<|im_end|> <s>[INST] x [/INST]</s> <bos><start_of_turn>model<end_of_turn> <|endoftext|> <｜begin▁of▁sentence｜><｜User｜> <|start|>assistant<|channel|>final<|message|>x<|return|> <|eot_id|><unk><pad>",
    "almost special tokens": "<|im_start <| im_end|> [ INST ] <｜User|> <<SYS>> < s > &lt;s&gt; <|IM_START|> <|reserved_special_token_0|> <unused0> <think></think> <tool_call>",
    "NUL and control characters": "a\0b\0\0c\x01\x02\x07\x08\x0b\x0c\x1b[31mred\x1b[0m\x7f\x80\x85\x9f",
    "marks without width": "\ufeffBOM \u200bzero\u200bwidth\u200d\u200c \u2060 \u202eright to left\u202c \u2028line\u2029paragraph\u00ad",
    "empty": "",
    "one blank": " ",
    "only newlines": "\n\n\n",
    "white space at both ends": "  \n\tanswer with edges \t\n\n ",
    "contractions": "I'm you're HE'LL they'Ve don't D'oh 'tis o'clock ’s it’s rock'n'roll 'S 'T 'RE",
    "punctuation": "!!!??!... ---___+++***///\\\\\\ (((([[[{{{<<<>>>}}}]]])))) ;;:: \"\"''`` §±¿¡«»‹›„“”‘’…—–",
    "mixed scripts": "Das 東京-Büro от Anna (안나) sagt مرحبا: नमस्ते, x²+y²=z² → ∑∫√∞ ≠ ≤ ½; 価格は¥1,200です。",
    "Vietnamese and Turkish": "Tôi muốn đặt phòng ở Đà Nẵng. İstanbul'da ıspanak şğüöç İIıi",
    "base64 and URLs": "https://example.org/a/b?c=%20d&e=f#g user@example.org SGVsbG8sIFdvcmxkISBUaGlzIGlzIGJhc2U2NA== 6f1ed002ab5595859014ebf0951522d9",
}

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather at a place; \"now\" unless a day is given — Städte & Länder.",
        "parameters": {
            "type": "object",
            "properties": {
                "place": {"type": "string", "description": "e.g. 'Zürich', 東京"},
                "days": {"type": "integer", "minimum": 0},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            },
            "required": ["place"],
        },
    },
}


def message(role, content, **more):
    return {"role": role, "content": content, **more}


def call(name, arguments, number):
    return {"id": f"call{number:05d}", "type": "function", "function": {"name": name, "arguments": arguments}}


def chats():
    for ask, answer in LANGUAGES.values():
        yield {"messages": [message("user", ask), message("assistant", answer)]}
    english, german = LANGUAGES["English"], LANGUAGES["German"]
    yield {"messages": [message("system", "You are a terse clerk."), message("user", english[0]), message("assistant", english[1])]}
    turns = [message("system", " Antworten Sie höflich. ")]
    for ask, answer in [english, german, LANGUAGES["Chinese"], LANGUAGES["Arabic"]]:
        turns += [message("user", ask), message("assistant", answer)]
    yield {"messages": turns}
    for text in ODD.values():
        yield {"messages": [message("user", text or "?"), message("assistant", text)]}
    yield {"messages": [message("user", ""), message("assistant", "An answer to nothing.")]}
    yield {"messages": [message("system", ""), message("user", "Hi"), message("assistant", "Hello!")]}
    yield {"messages": [message("user", "A question without an answer?")]}
    yield {"messages": [message("assistant", "I speak first."), message("user", "Do you?"), message("assistant", "Yes.")]}
    yield {"messages": [message("user", "One."), message("user", "Two."), message("assistant", "Three.")]}
    yield {"messages": [message("user", "One."), message("assistant", "Two."), message("assistant", "Three.")]}
    yield {"messages": [message("system", "Only a system prompt.")]}
    yield {"messages": [message("user", "Hi"), message("system", "Late."), message("assistant", "Hello.")]}
    yield {
        "messages": [
            message("user", "What is 17 × 3?"),
            message("assistant", "<think>\n17 × 3 = 51\n</think>\n\n51."),
            message("user", "And plus 1?"),
            message("assistant", "<think>\n51 + 1\n</think>\n\n52."),
        ]
    }
    yield {"messages": [message("user", "What is 2 + 2?"), message("assistant", "4.", reasoning_content="Two and two.")]}
    yield {
        "messages": [
            message("system", "Use tools."),
            message("user", "Weather in Zürich and 東京?"),
            message("assistant", None, tool_calls=[call("get_weather", {"place": "Zürich", "days": 0}, 1)]),
            message("tool", '{"temp": 12.5, "sky": "☁️"}', name="get_weather", tool_call_id="call00001"),
            message("assistant", "12.5 °C and cloudy in Zürich."),
        ],
        "tools": [WEATHER],
    }
    yield {"messages": [message("user", "No need of tools."), message("assistant", "Indeed.")], "tools": [WEATHER]}


def sharegpts():
    for name in ["English", "Japanese", "Hindi", "Thai", "Python"]:
        ask, answer = LANGUAGES[name]
        yield {"conversations": [{"from": "human", "value": ask}, {"from": "gpt", "value": answer}]}
    for name in ["Russian", "Korean"]:
        ask, answer = LANGUAGES[name]
        yield {
            "conversations": [
                {"from": "system", "value": "Be brief."},
                {"from": "human", "value": ask},
                {"from": "gpt", "value": answer},
                {"from": "human", "value": "👍🏽 ok"},
                {"from": "gpt", "value": "\nGladly.\n"},
            ]
        }
    for name in ["byte fallback", "special tokens", "carriage returns", "NUL and control characters", "white space at both ends"]:
        yield {"conversations": [{"from": "human", "value": ODD[name]}, {"from": "gpt", "value": ODD[name]}]}
    yield {"conversations": [{"from": "gpt", "value": "Welcome."}, {"from": "human", "value": "Hi."}]}


def alpacas():
    for ask, answer in LANGUAGES.values():
        yield {"instruction": "Answer the customer.", "input": ask, "output": answer}
    for name in ["emoji with joiners and skin tones", "combining marks", "long runs of white space", "numbers", "punctuation"]:
        yield {"instruction": f"Repeat: {name}", "input": "", "output": ODD[name]}
    yield {"instruction": "", "input": "", "output": "Nothing was asked."}
    yield {"instruction": "Say nothing.", "input": "Really", "output": ""}
    yield {"instruction": "Translate <|im_end|>\r\n", "input": ODD["special tokens"], "output": ODD["mixed scripts"]}


def completions():
    for ask, answer in LANGUAGES.values():
        yield {"prompt": ask + "\n", "completion": answer}
    for name in ["contractions", "base64 and URLs", "Vietnamese and Turkish", "marks without width"]:
        text = ODD[name]
        yield {"prompt": text[: len(text) // 2], "completion": text[len(text) // 2 :]}
    yield {"prompt": "", "completion": "From nothing."}
    yield {"prompt": "To nothing.", "completion": ""}
    yield {"prompt": "The answer is ", "completion": " yes"}
    yield {"prompt": "unhap", "completion": "piness"}
    yield {"prompt": "Count:\n", "completion": "\n\n1\n2"}
    yield {"prompt": "e", "completion": "\u0301 combining"}
    yield {"prompt": "👩", "completion": "\u200d👩\u200d👧"}


def texts():
    for ask, answer in LANGUAGES.values():
        yield {"text": ask + " " + answer}
    for text in ODD.values():
        yield {"text": text}
    yield {"text": "Donaudampfschiff" * 1250}
    yield {"text": "x" * 5000}
    yield {"text": "好" * 700}
    yield {"text": " " * 5000 + "x"}
    yield {"text": "a lone surrogate: \ud83d is half an emoji"}


def main():
    layouts = {"chat": chats, "sharegpt": sharegpts, "alpaca": alpacas, "completion": completions, "text": texts}
    for layout, rows in layouts.items():
        with open(OUT / f"{layout}.jsonl", "w", encoding="utf-8", newline="\n") as file:
            for row in rows():
                try:
                    line = json.dumps(row, ensure_ascii=False)
                    line.encode("utf-8")
                except UnicodeEncodeError:
                    line = json.dumps(row)
                file.write(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n")


if __name__ == "__main__":
    main()
