
# What only this machine knows: pipelines, load ids, destinations of pipette.toml, columns of a file on the line. Reads small
# files and folders, and starts no JVM.

_pipette_home() {
  local at
  for (( at = 1; at < COMP_CWORD - 1; at++ )); do
    if [[ ${COMP_WORDS[at]} == --home ]]; then
      at=$((at + 1))
      if [[ ${COMP_WORDS[at]} == "=" ]]; then at=$((at + 1)); fi
      printf '%s\n' "${COMP_WORDS[at]/#\~/$HOME}"
      return
    fi
  done
  printf '%s\n' "${PIPETTE_HOME:-$HOME/.pipette}"
}

_pipette_pipelines() {
  command ls -1 "$(_pipette_home)/pipelines" 2> /dev/null
}

# of one pipeline, or of all
_pipette_load_ids() {
  local folder pipelines
  pipelines=$(_pipette_home)/pipelines
  for folder in "$pipelines"/${1:-*}/packages "$pipelines"/${1:-*}/quarantine; do
    command ls -1 "$folder" 2> /dev/null
  done | command grep -E '^[0-9]+\.[0-9]+$'
}

_pipette_destinations() {
  command sed -n 's/^[[:space:]]*\[destination\.\([A-Za-z_][A-Za-z0-9_-]*\)\].*/\1/p' \
    pipette.toml secrets.toml "$(_pipette_home)/pipette.toml" "$(_pipette_home)/secrets.toml" 2> /dev/null |
    command sort -u
  printf '%s\n' duckdb: postgres:
}

# of the first file of delimited text on the line; its header is not expected to have delimiters inside quotes
_pipette_columns() {
  local word file= line delimiter=,
  for word in "${COMP_WORDS[@]}"; do
    word=${word//[\"\'\\]/}
    case $word in
      *.csv | *.tsv | *.csv.gz | *.tsv.gz)
        file=$(compgen -G "$word" 2> /dev/null | command head -n 1)
        if [[ -f $file ]]; then break; fi
        ;;
    esac
  done
  if [[ ! -f $file ]]; then return; fi
  case $file in
    *.gz) line=$(command gzip -dc -- "$file" 2> /dev/null | command head -c 65536 | command head -n 1) ;;
    *) line=$(command head -c 65536 -- "$file" | command head -n 1) ;;
  esac
  line=${line#$'\xef\xbb\xbf'}
  line=${line%$'\r'}
  case $file in
    *.tsv | *.tsv.gz) delimiter=$'\t' ;;
    *) if [[ $line != *,* && $line == *\;* ]]; then delimiter=\;; fi ;;
  esac
  printf '%s\n' "$line" | command tr "$delimiter" '\n' | command sed 's/^"\(.*\)"$/\1/'
}

# offers the lines of standard input that begin as the word does, behind its last comma
_pipette_offer() {
  local name before= begun=$1
  if [[ $begun == *,* ]]; then
    before=${begun%,*},
    begun=${begun##*,}
  fi
  while IFS= read -r name; do
    if [[ -n $name && $name == "$begun"* ]]; then COMPREPLY+=("$before$(printf '%q' "$name")"); fi
  done
}

_pipette_completion() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
  COMPREPLY=()
  # bash takes --option=value apart; it is completed like --option value
  if [[ $word == "=" ]]; then
    word=
    COMP_WORDS[COMP_CWORD]=
  elif [[ $option == "=" ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
    COMP_WORDS=("${COMP_WORDS[@]:0:COMP_CWORD - 1}" "$word")
    COMP_CWORD=$((COMP_CWORD - 1))
  fi
  case $option in
    --into) _pipette_offer "$word" < <(_pipette_destinations) ;;
    --pipeline) _pipette_offer "$word" < <(_pipette_pipelines) ;;
    --merge | --merge-key | --replace-matching | --hard-delete | --dedup-sort | --primary-key | --cursor | --columns | --exclude | --rename | --type)
      _pipette_offer "$word" < <(_pipette_columns)
      ;;
    :)
      if [[ ${COMP_WORDS[COMP_CWORD - 2]} == package ]]; then _pipette_offer "$word" < <(_pipette_load_ids); fi
      ;;
    package) if [[ $word == ":" ]]; then _pipette_offer "" < <(_pipette_load_ids); fi ;;
    *)
      case $verb,$COMP_CWORD in
        pipeline,2) _pipette_offer "$word" < <(_pipette_pipelines) ;;
        pipeline,4)
          case $option in
            retry | give-up | discard) _pipette_offer "$word" < <(_pipette_load_ids "${COMP_WORDS[2]}") ;;
          esac
          ;;
        schema,3 | schema,4)
          case ${COMP_WORDS[2]},$COMP_CWORD in
            export,3 | diff,*) if [[ $word != -* ]]; then _pipette_offer "$word" < <(_pipette_pipelines); fi ;;
          esac
          ;;
        sql,2 | show,2 | doctor,2) if [[ $word != -* ]]; then _pipette_offer "$word" < <(_pipette_destinations); fi ;;
      esac
      ;;
  esac
  if (( ${#COMPREPLY[@]} > 0 )); then
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]] && type compopt &> /dev/null; then compopt -o nospace; fi
    return
  fi
  _complete_pipette
  # where nothing is known, names of files: the line above turned them off
  if (( ${#COMPREPLY[@]} == 0 )) && type compopt &> /dev/null; then compopt -o default; fi
}

complete -F _pipette_completion -o default pipette
