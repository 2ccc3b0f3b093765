using System;
using System.Collections.Generic;
using System.Management.Automation;
using NetnsTools.Errors;
using NetnsTools.Parameters;
using NetnsTools.Sessions;

namespace NetnsTools.Commands;

/// <content>The road of a script block: a PowerShell process inside each namespace, and objects back.</content>
public sealed partial class InvokeNetNamespaceCommand
{
    private const string Script = "Script";

    private readonly List<NamespaceReference> _places = [];
    private ScriptBlockRun? _run;

    /// <summary>
    /// A script block to run in a PowerShell inside. Objects come back as from Invoke-Command: as copies, with the name of
    /// their namespace in PSNetNamespace. <c>$using:</c> gives it variables of the caller, <c>$input</c> the pipeline.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = Script)]
    public ScriptBlock? ScriptBlock { get; set; }

    private void BeginScript()
    {
        ScriptBlockRunOptions? options = Attempt(ScriptBlock, () => new ScriptBlockRunOptions
        {
            ScriptBlock = ScriptBlock!,
            ArgumentList = ArgumentList,
            ExpectsInput = Name is not null && MyInvocation.ExpectingInput,
            ThrottleLimit = ThrottleLimit,
            Timeout = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null,
            Launch = LaunchOptions(),
        });
        if (options is null)
        {
            return;
        }

        _run = new ScriptBlockRun(this, options);
        if (Name is not null)
        {
            foreach (NamespaceReference name in Name)
            {
                _ = Attempt(name, () => _places.AddRange(Pool.Expand(name)!));
            }

            _run.Begin(_places);
        }
    }

    private void ProcessScript()
    {
        if (_run is null || !MyInvocation.ExpectingInput)
        {
            return;
        }

        if (Name is not null)
        {
            _run.Process(InputObject);
        }
        else if (InputObject?.BaseObject is NetNamespace place)
        {
            _places.Add(new NamespaceReference(place));
        }
        else
        {
            ThrowTerminatingError(ErrorMapper.ToErrorRecord(Mistaken("Say which namespace: -Name, or namespaces down the pipeline."), InputObject));
        }
    }

    private void EndScript()
    {
        if (Name is null)
        {
            if (!MyInvocation.ExpectingInput)
            {
                Report(Mistaken("Say which namespace: -Name, or namespaces down the pipeline."), ScriptBlock);
            }

            _run?.Begin(_places);
        }

        _run?.End();
    }
}
