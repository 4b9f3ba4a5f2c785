package dev.tuneplan.estimate;

import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackProfile;

/**
 * One way to run a fine-tune.
 *
 * @param model its shape
 * @param method what is trained
 * @param stack the training software
 * @param gpu the device
 * @param gpus devices in the job, ≥ 1
 * @param nodes machines in the job, 1..gpus
 * @param parallelism how state is spread
 * @param microBatch sequences in one micro-step on one GPU, ≥ 1
 * @param sequence tokens in the longest padded or packed sequence, ≥ 1
 * @param accumulation micro-steps in one optimizer step, ≥ 1
 * @param checkpointing which activations are recomputed
 * @param optimizer which states are kept
 * @param offloadOptimizer whether states live in host memory
 * @param offloadParameters whether frozen or sharded weights live in host memory
 */
public record Setup(
    ModelShape model,
    Method method,
    StackProfile stack,
    GpuProfile gpu,
    int gpus,
    int nodes,
    Parallelism parallelism,
    int microBatch,
    int sequence,
    int accumulation,
    Checkpointing checkpointing,
    Optimizer optimizer,
    boolean offloadOptimizer,
    boolean offloadParameters) {
  public Setup {
    if (gpus < 1 || nodes < 1 || nodes > gpus) {
      throw new IllegalArgumentException(
          "gpus must be >= nodes >= 1, was " + gpus + " on " + nodes);
    }
    if (microBatch < 1 || sequence < 1 || accumulation < 1) {
      throw new IllegalArgumentException(
          "micro-batch, sequence and accumulation must be >= 1, was "
              + microBatch
              + ", "
              + sequence
              + ", "
              + accumulation);
    }
  }

  /** The same with other activations recomputed. */
  public Setup withCheckpointing(Checkpointing value) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        gpus,
        nodes,
        parallelism,
        microBatch,
        sequence,
        accumulation,
        value,
        optimizer,
        offloadOptimizer,
        offloadParameters);
  }

  /** The same with another micro-batch. */
  public Setup withMicroBatch(int value) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        gpus,
        nodes,
        parallelism,
        value,
        sequence,
        accumulation,
        checkpointing,
        optimizer,
        offloadOptimizer,
        offloadParameters);
  }

  /** The same with another sequence length. */
  public Setup withSequence(int value) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        gpus,
        nodes,
        parallelism,
        microBatch,
        value,
        accumulation,
        checkpointing,
        optimizer,
        offloadOptimizer,
        offloadParameters);
  }

  /** The same with another optimizer. */
  public Setup withOptimizer(Optimizer value) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        gpus,
        nodes,
        parallelism,
        microBatch,
        sequence,
        accumulation,
        checkpointing,
        value,
        offloadOptimizer,
        offloadParameters);
  }

  /** The same with another method. */
  public Setup withMethod(Method value) {
    return new Setup(
        model,
        value,
        stack,
        gpu,
        gpus,
        nodes,
        parallelism,
        microBatch,
        sequence,
        accumulation,
        checkpointing,
        optimizer,
        offloadOptimizer,
        offloadParameters);
  }

  /** The same on other numbers of GPUs and machines. */
  public Setup withGpus(int count, int machines, Parallelism scheme) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        count,
        machines,
        scheme,
        microBatch,
        sequence,
        accumulation,
        checkpointing,
        optimizer,
        offloadOptimizer,
        offloadParameters);
  }

  /** The same with states or weights in host memory. */
  public Setup withOffload(boolean states, boolean weights) {
    return new Setup(
        model,
        method,
        stack,
        gpu,
        gpus,
        nodes,
        parallelism,
        microBatch,
        sequence,
        accumulation,
        checkpointing,
        optimizer,
        states,
        weights);
  }

  /** Tokens in one micro-step on one GPU. */
  public double tokens() {
    return (double) microBatch * sequence;
  }

  /** Whether weights are spread over GPUs and gathered, in 16 bits, where they are used. */
  public boolean gathered() {
    return StepSetup.of(this).gathered();
  }

  /** Whether embeddings, norms and head are cast to 32 bits. */
  public boolean upcast() {
    return StepSetup.of(this).upcast();
  }

  /** Whether the optimizer steps as soon as a weight has its gradient. */
  public boolean stepsInBackward() {
    return method.full() && gpus == 1 && optimizer.paged() && stack.optimizerInBackward();
  }

  /** Whether FSDP makes gradients for frozen weights too, since adapters share their units. */
  public boolean mixesUnits() {
    return gathered() && !method.full() && stack.unitsMixAdapters();
  }

  /** Trained parameters. */
  public long trainable() {
    if (method.full()) {
      return model.parameters();
    }
    long saved = method.savedModules().size() * model.vocab() * model.hidden();
    return method.targets().parameters(model, method.rank(), method.dora()) + saved;
  }

  /** Bytes of a trained weight: adapters in the stack's precision, or the full weights. */
  public double trainedBytes() {
    return method.full() ? stack.fullWeightBytes() : stack.adapterBytes();
  }
}
