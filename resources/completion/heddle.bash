# Completion for heddle, read by bash-completion.
_heddle() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
  local commands="inspect compile run verify profile compare export explain print lesson schedule conformance"
  local common="-O --opt-level --target --input-shapes --disable-pass --force-fusion --forbid-fusion --schedule --no-fusion --no-schedule --threads --workspace --json --help"
  if [ "$COMP_CWORD" = 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$current")
    return
  fi
  case "$previous" in
    --opt-level|-O) mapfile -t COMPREPLY < <(compgen -W "0 1 2 3" -- "$current"); return ;;
    --stage) mapfile -t COMPREPLY < <(compgen -W "graph fused loops schedule lowered llvm asm" -- "$current"); return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W "so a o" -- "$current"); return ;;
    --fill-mode) mapfile -t COMPREPLY < <(compgen -W "random zeros ones" -- "$current"); return ;;
    --preset) mapfile -t COMPREPLY < <(compgen -W "imagenet unit raw symmetric yolox yolo ultraface ppocr digits" -- "$current"); return ;;
  esac
  if [[ "$current" == -* ]]; then
    local own=""
    case "${COMP_WORDS[1]}" in
      inspect) own="--nodes" ;;
      compile) own="-o --output" ;;
      export) own="-o --output --format --separate-params" ;;
      run) own="--inputs --outputs --fill-mode --seed --image --preset --labels --top --print-time --warmup --number --repeat" ;;
      verify) own="--inputs --fill-mode --image --preset --expected --rtol --atol --bisect --seed" ;;
      profile) own="--trace --csv --warmup --number --repeat --seed" ;;
      compare) own="--warmup --number --repeat --seed" ;;
      explain) own="--edge" ;;
      schedule) own="--group --workload --primitives --state --replay --apply --name --applicable --explain --show --measure --diff --reduce --transplant --save --choose --default --budget --seed" ;;
      lesson) common="--threads --json --help" own="--size --lesson --budget" ;;
      print) own="--stage --group --pass" ;;
      conformance) own="--filter --jobs --test-seconds" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$common $own" -- "$current")
    return
  fi
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
complete -o filenames -F _heddle heddle
