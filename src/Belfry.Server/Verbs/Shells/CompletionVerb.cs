using System.CommandLine;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Shells;

/// <summary><c>belfry completion SHELL</c>: a small script that asks <c>belfry complete</c> at each press of the key.</summary>
internal static class CompletionVerb
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # source <(belfry completion bash)
            _belfry() {
                local IFS=$'\n'
                COMPREPLY=($(belfry complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
            }
            complete -o default -F _belfry belfry
            """,
        ["zsh"] = """
            # source <(belfry completion zsh)
            _belfry() {
                local -a found
                local word about
                while IFS=$'\t' read -r word about; do
                    found+=("${word//:/\\:}${about:+:$about}")
                done < <(belfry complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
                _describe belfry found || _files
            }
            compdef _belfry belfry
            """,
        ["fish"] = """
            # belfry completion fish | source
            function __belfry_complete
                set -l words (commandline -opc) (commandline -ct)
                belfry complete -- $words[2..-1] 2>/dev/null
            end
            complete -c belfry -f -a '(__belfry_complete)'
            """,
        ["pwsh"] = """
            # belfry completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName belfry -ScriptBlock {
                param($word, $line, $cursor)
                $words = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
                if (-not $word) { $words += '' }
                belfry complete -- @words 2>$null | ForEach-Object {
                    $item, $about = $_ -split "`t", 2
                    [System.Management.Automation.CompletionResult]::new($item, $item, 'ParameterValue', $(if ($about) { $about } else { $item }))
                }
            }
            """,
    };

    public static Verb Create(CommonFlags flags)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        return new Verb("completion", "Writes a completion script for a shell.", (call, cancellation) =>
        {
            if (!Scripts.TryGetValue(call.Get(shell), out string? script))
            {
                throw new Failure(Exit.Usage, $"there is no completion for '{call.Get(shell)}'; there is for {string.Join(", ", Scripts.Keys)}.");
            }

            call.Terminal.Out.WriteLine(script);
            return Task.FromResult(Exit.Done);
        }, shell)
        {
            Examples = ["source <(belfry completion bash)"],
        };
    }
}
