# Fetches the model when it is not there, names its files, and goes on where a run was ended.
set -eu
model=$1 folder=$2 output=$3
shift 3
if [ ! -e "$folder/config.json" ]; then tune download "$model" --output-dir "$folder"; fi
files=$(cd "$folder" && ls *.safetensors | tr '\n' ',')
resume=False
if [ -e "$output/recipe_state/recipe_state.pt" ]; then resume=True; fi
exec tune run "$@" "checkpointer.checkpoint_files=[${files%,}]" "resume_from_checkpoint=$resume"
