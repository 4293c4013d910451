# Installs, upgrades and removes the package on a Windows that can be spoilt: the build service's. Ends with 1 when
# anything is not as it should be.
param([string]$Folder)
$ErrorActionPreference = 'Stop'
$hosts = @(
    'SOFTWARE\Google\Chrome\NativeMessagingHosts\org.safetopaste.agent'
    'SOFTWARE\Microsoft\Edge\NativeMessagingHosts\org.safetopaste.agent'
    'SOFTWARE\Mozilla\NativeMessagingHosts\org.safetopaste.agent'
)
$programs = Join-Path $env:ProgramFiles 'SafeToPaste'
$next = Get-ChildItem $Folder -Filter '*99.0.0*.msi'
$this = Get-ChildItem $Folder -Filter '*.msi' | Where-Object { $_.Name -ne $next.Name }

function Invoke-Msi([string]$What, $File) {
    $done = Start-Process msiexec -ArgumentList $What, "`"$($File.FullName)`"", '/qn', '/norestart' -Wait -PassThru
    $done.ExitCode
}
function Confirm-That([string]$What, [bool]$Holds) {
    if (-not $Holds) { Write-Output "not so: $What"; exit 1 }
    Write-Output "so: $What"
}

Confirm-That 'it installs' ((Invoke-Msi '/i' $this) -eq 0)
foreach ($key in $hosts) {
    $manifest = (Get-ItemProperty "HKLM:\$key").'(default)'
    $table = Get-Content $manifest -Raw | ConvertFrom-Json
    Confirm-That "$key leads to the host" (Test-Path (Join-Path (Split-Path $manifest) $table.path))
}
& "$programs\safe-to-paste.exe" doctor
Confirm-That 'doctor is content' ($LASTEXITCODE -eq 0)

& packaging/deploy/intune/Repair-SafeToPaste.ps1
& packaging/deploy/intune/Detect-SafeToPaste.ps1
Confirm-That 'what Repair sets, Detect finds' ($LASTEXITCODE -eq 0)
& "$programs\safe-to-paste.exe" settings

# A set of rules: from where administrators alone can write, and from where everybody can.
foreach ($place in @("$programs\try-set", "$env:PUBLIC\try-set")) {
    New-Item -ItemType Directory -Path "$place\identifiers" -Force | Out-Null
    Copy-Item "$programs\rules\identifiers\upn.toml" "$place\identifiers"
    & "$programs\safe-to-paste.exe" update $place --prepare try
}
& "$programs\safe-to-paste.exe" update "$env:PUBLIC\try-set"
Confirm-That 'a set that anybody could have changed is refused' ($LASTEXITCODE -eq 1)
& "$programs\safe-to-paste.exe" update "$programs\try-set"
Confirm-That 'one that only administrators could have changed is taken' ($LASTEXITCODE -eq 0)
& "$programs\safe-to-paste.exe" doctor
Confirm-That 'doctor is content with it' ($LASTEXITCODE -eq 0)
& "$programs\safe-to-paste.exe" support-bundle --into $env:TEMP
Confirm-That 'a support bundle is made' ($LASTEXITCODE -eq 0)
& "$programs\safe-to-paste.exe" update --back
Remove-Item "$programs\try-set", "$env:PUBLIC\try-set" -Recurse

Set-ItemProperty 'HKLM:\SOFTWARE\Policies\SafeToPaste' -Name policy -Value quantock
$about = [System.Diagnostics.ProcessStartInfo]@{
    FileName = "$programs\safe-to-paste-host.exe"
    Arguments = 'chrome-extension://nnkimfljjmmpkobacflcjplfbamhfben/'
    RedirectStandardInput = $true
    UseShellExecute = $false
}
$running = [System.Diagnostics.Process]::Start($about)
$code = Invoke-Msi '/i' $next
Write-Output "upgrade over a running host: $code (3010: finished by the next restart)"
Confirm-That 'it upgrades over a running host' ($code -in 0, 3010)
if (-not $running.HasExited) { $running.Kill() }
Confirm-That 'what IT set is kept' ((Get-ItemProperty 'HKLM:\SOFTWARE\Policies\SafeToPaste').policy -eq 'quantock')
Confirm-That 'the version is the new one' ((Get-ItemProperty 'HKLM:\SOFTWARE\SafeToPaste').Version -eq '99.0.0')
Confirm-That 'a downgrade is refused' ((Invoke-Msi '/i' $this) -ne 0)

Confirm-That 'it is taken off' ((Invoke-Msi '/x' $next) -in 0, 3010)
foreach ($key in $hosts) { Confirm-That "$key is gone" (-not (Test-Path "HKLM:\$key")) }
Confirm-That 'its version is gone' (-not (Test-Path 'HKLM:\SOFTWARE\SafeToPaste'))
Confirm-That 'what IT set is still there' (Test-Path 'HKLM:\SOFTWARE\Policies\SafeToPaste')
exit 0
