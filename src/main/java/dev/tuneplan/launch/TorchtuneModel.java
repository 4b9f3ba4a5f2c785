package dev.tuneplan.launch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What torchtune 0.6.1 calls a model (torchtune/models/*, training/checkpointing/_utils.py, read
 * 2026-11-25): it knows models by functions, not by their config.json.
 *
 * @param module below torchtune.models
 * @param size the end of the function's name
 * @param tokenizer function below torchtune.models
 * @param vocabulary the tokenizer's file below the model's folder
 * @param type of the checkpoint
 * @param quantised whether there is a function with 4-bit weights
 */
record TorchtuneModel(
    String module,
    String size,
    String tokenizer,
    String vocabulary,
    String type,
    boolean quantised) {
  private static final String TOKENIZER_MODEL = "tokenizer.model";

  private static final List<TorchtuneModel> FAMILIES =
      List.of(
          llama("llama3_3", "70b", "LLAMA3"),
          llama("llama3_2", "1b", "LLAMA3_2"),
          llama("llama3_2", "3b", "LLAMA3_2"),
          llama("llama3_1", "8b", "LLAMA3"),
          llama("llama3_1", "70b", "LLAMA3"),
          llama("llama3_1", "405b", "LLAMA3"),
          llama("llama3", "8b", "LLAMA3"),
          llama("llama3", "70b", "LLAMA3"),
          plain("llama2", "7b", "llama2.llama2_tokenizer", "LLAMA2"),
          plain("llama2", "13b", "llama2.llama2_tokenizer", "LLAMA2"),
          plain("llama2", "70b", "llama2.llama2_tokenizer", "LLAMA2"),
          plain("mistral", "7b", "mistral.mistral_tokenizer", "MISTRAL"),
          plain("gemma2", "2b", "gemma.gemma_tokenizer", "GEMMA2"),
          plain("gemma2", "9b", "gemma.gemma_tokenizer", "GEMMA2"),
          plain("gemma2", "27b", "gemma.gemma_tokenizer", "GEMMA2"),
          plain("gemma", "2b", "gemma.gemma_tokenizer", "GEMMA"),
          plain("gemma", "7b", "gemma.gemma_tokenizer", "GEMMA"),
          qwen("qwen2_5", "0_5b"),
          qwen("qwen2_5", "3b"),
          qwen("qwen2_5", "1_5b_base"),
          qwen("qwen2_5", "7b_base"),
          qwen("qwen2_5", "14b_base"),
          qwen("qwen2_5", "32b_base"),
          qwen("qwen2_5", "72b_base"),
          qwen("qwen2_5", "1_5b_instruct"),
          qwen("qwen2_5", "7b_instruct"),
          qwen("qwen2_5", "14b_instruct"),
          qwen("qwen2_5", "32b_instruct"),
          qwen("qwen2_5", "72b_instruct"),
          qwen("qwen2", "0_5b"),
          qwen("qwen2", "1_5b"),
          qwen("qwen2", "7b"));

  private static TorchtuneModel llama(String module, String size, String type) {
    String file = "original/" + TOKENIZER_MODEL;
    return new TorchtuneModel(module, size, "llama3.llama3_tokenizer", file, type, true);
  }

  private static TorchtuneModel plain(String module, String size, String tokenizer, String type) {
    return new TorchtuneModel(module, size, tokenizer, TOKENIZER_MODEL, type, true);
  }

  private static TorchtuneModel qwen(String module, String size) {
    String tokenizer = module + "." + module + "_tokenizer";
    return new TorchtuneModel(module, size, tokenizer, "vocab.json", "QWEN2", false);
  }

  /** The model with a Hugging Face id, such as meta-llama/Llama-3.1-8B. */
  static Optional<TorchtuneModel> of(String id) {
    String name =
        id.substring(id.lastIndexOf('/') + 1)
            .toLowerCase(Locale.ROOT)
            .replace("meta-", "")
            .replaceFirst("^(llama|gemma|qwen|mistral)-", "$1")
            .replace("llama-", "llama");
    return FAMILIES.stream().filter(m -> m.names(name)).findFirst();
  }

  private boolean names(String name) {
    String family = module.replace('_', '.');
    if (!name.startsWith(family) || (family.length() < name.length() && more(name, family))) {
      return false;
    }
    String rest = "-" + name.substring(family.length()).replaceFirst("^-", "") + "-";
    String number = size.replaceFirst("_(base|instruct)$", "").replace('_', '.');
    boolean kind =
        size.endsWith("_instruct")
            ? rest.contains("-instruct-")
            : !size.endsWith("_base") || !rest.contains("-instruct-");
    return rest.contains("-" + number + "-") && kind;
  }

  /** Whether a name goes on with another family's digits: qwen2 is no beginning of qwen2.5. */
  private static boolean more(String name, String family) {
    char next = name.charAt(family.length());
    return next == '.' || Character.isDigit(next);
  }

  /** The function that builds it. */
  String builder(String method) {
    return "torchtune.models." + module + "." + method + module + "_" + size;
  }

  /** Whether the tokenizer has merges beside its vocabulary. */
  boolean merges() {
    return vocabulary.equals("vocab.json");
  }
}
