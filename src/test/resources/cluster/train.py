"""Trains adapters on a tiny Llama with random weights, as a user's own program does: Transformers and PEFT, on the CPU.

All that it knows of the plan it has from the variables of docs/launch.md. With HOLD_AT it stops at that step in the middle of
writing a checkpoint, as if it were slow, unless it goes on from an earlier attempt. With CRASH_AT it ends there, under the same
condition. With SAVES it writes a checkpoint and ends when it is told to end.
"""

import os
import signal
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM, Trainer, TrainerCallback, TrainingArguments

OUTPUT = os.environ["TUNEPLAN_OUTPUT"]
RESUME = os.environ.get("TUNEPLAN_RESUME_FROM")
VOCABULARY, LENGTH = 512, 128


class Rows(torch.utils.data.Dataset):
    def __len__(self):
        return 4096

    def __getitem__(self, i):
        start = i % VOCABULARY
        ids = torch.arange(start, start + LENGTH) % VOCABULARY
        return {"input_ids": ids, "labels": ids}


class Pace(TrainerCallback):
    """A step takes a while, as those of models that are of any use do: progress is posted every five seconds."""

    def on_step_end(self, args, state, control, **kwargs):
        time.sleep(0.4)


class Crash(TrainerCallback):
    def __init__(self, step):
        self.step = step

    def on_step_end(self, args, state, control, **kwargs):
        if state.global_step == self.step:
            print("crashes", flush=True)
            os._exit(3)


class Save(TrainerCallback):
    def __init__(self):
        self.told = False
        signal.signal(signal.SIGTERM, self.tell)

    def tell(self, number, frame):
        self.told = True

    def on_step_end(self, args, state, control, **kwargs):
        if self.told:
            print(f"told to end: saves step {state.global_step}", flush=True)
            control.should_save = True
            control.should_training_stop = True


class Hold(TrainerCallback):
    def __init__(self, step):
        self.step = step

    def on_step_end(self, args, state, control, **kwargs):
        if state.global_step == self.step:
            torn = os.path.join(args.output_dir, f"checkpoint-{self.step}")
            os.makedirs(torn)
            with open(os.path.join(torn, "adapter_model.safetensors"), "wb") as file:
                file.write(b"torn")
            print(f"writing checkpoint {self.step}", flush=True)
            signal.pause()


torch.manual_seed(0)
model = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=LENGTH,
    )
)
model = get_peft_model(model, LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"))
callbacks = [Pace()]
if "HOLD_AT" in os.environ and RESUME is None:
    callbacks.append(Hold(int(os.environ["HOLD_AT"])))
if "CRASH_AT" in os.environ and RESUME is None:
    callbacks.append(Crash(int(os.environ["CRASH_AT"])))
if "SAVES" in os.environ:
    callbacks.append(Save())
trainer = Trainer(
    model=model,
    args=TrainingArguments(
        output_dir=OUTPUT,
        max_steps=int(os.environ["TUNEPLAN_STEPS"]),
        save_steps=int(os.environ["TUNEPLAN_SAVE_STEPS"]),
        per_device_train_batch_size=int(os.environ["TUNEPLAN_MICRO_BATCH"]),
        gradient_accumulation_steps=int(os.environ["TUNEPLAN_ACCUMULATION"]),
        learning_rate=0.05,
        logging_steps=1,
        use_cpu=True,
        disable_tqdm=True,
    ),
    train_dataset=Rows(),
    callbacks=callbacks,
)
print(f"reports to {trainer.args.report_to}, resumes from {RESUME}", flush=True)
trainer.train(resume_from_checkpoint=RESUME)
trainer.save_model(OUTPUT)
