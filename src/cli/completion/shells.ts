import { COMPLETE } from './hidden-command.js';

/** Shells that have a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

// What the program answers: on the first line `files`, `folders` or `none`, for what of the disk fits as well; then a
// candidate a line, for zsh and fish with a tab and what it means. Words are handed over as they were typed, and nothing
// of them is evaluated.
const BASH = `# Completion of perfcmp for bash: source <(perfcmp completion bash)
_perfcmp() {
  local answer kind word current=\${COMP_WORDS[COMP_CWORD]} words=() paths=()
  COMPREPLY=()
  answer=$("\${COMP_WORDS[0]/#\\~/$HOME}" ${COMPLETE} bash "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null) || return 0
  {
    IFS= read -r kind
    while IFS= read -r word; do words+=("$word"); done
  } <<<"$answer"
  # Right behind --option= bash takes the = for the word.
  [[ $current == [=:] ]] && current=
  case $kind in
    files) mapfile -t paths < <(compgen -f -- "$current") ;;
    folders) mapfile -t paths < <(compgen -d -- "$current") ;;
  esac
  # Names with blanks are quoted, and folders get their slash.
  ((\${#paths[@]} == 0)) || compopt -o filenames 2>/dev/null
  COMPREPLY=("\${words[@]}" "\${paths[@]}")
}
complete -F _perfcmp perfcmp
`;

const ZSH = `#compdef perfcmp
# Completion of perfcmp for zsh: source <(perfcmp completion zsh), behind compinit
_perfcmp() {
  local answer kind line word tab=$'\\t'
  local -a lines described
  local -i found=1
  answer=$("\${\${(Q)words[1]}/#\\~/$HOME}" ${COMPLETE} zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null) || return 1
  lines=("\${(@f)answer}")
  kind=$lines[1]
  lines[1]=()
  for line in $lines; do
    word=\${line%%$tab*}
    word=\${word//:/\\\\:}
    if [[ $line == *$tab* ]]; then
      described+=("$word:\${line#*$tab}")
    else
      described+=("$word")
    fi
  done
  ((\${#described})) && _describe -t perfcmp perfcmp described && found=0
  # A value behind --option= is completed alone.
  [[ $kind == none ]] || compset -P '--*='
  [[ $kind == files ]] && _files && found=0
  [[ $kind == folders ]] && _files -/ && found=0
  return found
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _perfcmp "$@"
else
  compdef _perfcmp perfcmp
fi
`;

const FISH = `# Completion of perfcmp for fish: perfcmp completion fish > ~/.config/fish/completions/perfcmp.fish
function __perfcmp_complete
  set -l typed (commandline -opc)
  set -l current (commandline -ct)
  set -l program $typed[1]
  set -e typed[1]
  set -l lines ($program ${COMPLETE} fish $typed "$current" 2>/dev/null)
  or return
  set -l kind $lines[1]
  set -e lines[1]
  printf '%s\\n' $lines
  # A value behind --option= is completed alone.
  set -l path (string replace -r -- '^--[^=]*=' '' "$current")
  set -l lead (string match -r -- '^--[^=]*=' "$current")
  switch $kind
    case files
      for found in (__fish_complete_path "$path")
        echo "$lead$found"
      end
    case folders
      for found in (__fish_complete_directories "$path")
        echo "$lead$found"
      end
  end
end
complete -c perfcmp -f -a '(__perfcmp_complete)'
`;

/** The script of each shell. */
export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
